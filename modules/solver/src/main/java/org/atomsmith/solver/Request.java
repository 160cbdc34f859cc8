package org.atomsmith.solver;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;

/**
 * What to resolve.
 *
 * @param install what must be in the result, in the order in which a person wrote it; a name, a versioned name, a path, a
 *     {@code name.arch} or a rich dependency
 * @param exclude names of packages that must never be installed
 * @param recommends whether weak dependencies are followed where nothing stands against them
 * @param lock versions that an earlier resolution settled
 * @param multiversion names, with {@code *} and {@code ?} as wildcards, of packages or of what they provide, of which
 *     several versions may be installed together: kernels
 * @param arch the machine, in RPM's spelling, whose packages are eligible; empty when the source holds no others
 * @param installed packages of the source that are there already and stay as they are
 */
public record Request(
        List<Dependency> install,
        Set<String> exclude,
        boolean recommends,
        Lock lock,
        Set<String> multiversion,
        String arch,
        Set<Nevra> installed) {

    public Request {
        install = List.copyOf(install);
        installed = Set.copyOf(installed);
        exclude = sorted(exclude);
        multiversion = sorted(multiversion);
    }

    /** A request for these and nothing else: no exclusion, no weak dependencies, no lock. */
    public static Request of(List<? extends Dependency> install) {
        return new Request(List.copyOf(install), Set.of(), false, Lock.none(), Set.of(), "", Set.of());
    }

    /** A request for packages by name. */
    public static Request named(String... names) {
        return of(List.of(names).stream().map(Dependency.Simple::any).toList());
    }

    /** The same with these names excluded. */
    public Request excluding(Collection<String> names) {
        return new Request(install, Set.copyOf(names), recommends, lock, multiversion, arch, installed);
    }

    /** The same with weak dependencies followed, or not. */
    public Request withRecommends(boolean follow) {
        return new Request(install, exclude, follow, lock, multiversion, arch, installed);
    }

    /** The same under a lock. */
    public Request locked(Lock newLock) {
        return new Request(install, exclude, recommends, newLock, multiversion, arch, installed);
    }

    /** The same with these patterns of packages that may be installed in several versions. */
    public Request withMultiversion(Collection<String> patterns) {
        return new Request(install, exclude, recommends, lock, Set.copyOf(patterns), arch, installed);
    }

    /** The same for one machine architecture. */
    public Request forArch(String machine) {
        return new Request(install, exclude, recommends, lock, multiversion, machine, installed);
    }

    /** The same with these packages there already: they stay, in this version. */
    public Request withInstalled(Collection<Nevra> packages) {
        return new Request(install, exclude, recommends, lock, multiversion, arch, Set.copyOf(packages));
    }

    /**
     * Exact packages from a lockfile. It speaks only of the names that it lists; other names are free.
     *
     * @param packages what an earlier resolution chose
     * @param strict true when other versions of these names are forbidden, false when the locked ones are only preferred
     */
    public record Lock(Set<Nevra> packages, boolean strict) {
        public Lock {
            packages = Set.copyOf(packages);
        }

        /** Nothing is locked. */
        public static Lock none() {
            return new Lock(Set.of(), false);
        }

        /** These versions and no others. */
        public static Lock exactly(Collection<Nevra> packages) {
            return new Lock(Set.copyOf(packages), true);
        }

        /** These versions where possible. */
        public static Lock preferring(Collection<Nevra> packages) {
            return new Lock(Set.copyOf(packages), false);
        }
    }

    private static SortedSet<String> sorted(Set<String> names) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
}
