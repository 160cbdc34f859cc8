package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;
import org.atomsmith.solver.sat.IntList;
import org.jspecify.annotations.Nullable;

/**
 * The packages that a resolution has come across, numbered from 1 in the order of discovery. Only lookups of the source
 * bring packages in, so what no question reaches costs nothing. Numbers are shared with auxiliary variables.
 */
final class Pool {
    private final PackageSource source;
    private final VersionScheme versions;
    private final Architectures architectures;

    private final List<@Nullable RpmPackage> packages = new ArrayList<>();
    private final Map<Nevra, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> nameNumbers = new HashMap<>();
    private final IntList nameOf = new IntList();
    private final Map<Dependency.Simple, int[]> providers = new HashMap<>();
    private final Map<String, int[]> named = new HashMap<>();

    Pool(PackageSource source, Architectures architectures) {
        this.source = source;
        this.versions = source.versions();
        this.architectures = architectures;
        packages.add(null);
        nameOf.add(0);
    }

    PackageSource source() {
        return source;
    }

    VersionScheme versions() {
        return versions;
    }

    Architectures architectures() {
        return architectures;
    }

    /** The highest number given. */
    int size() {
        return packages.size() - 1;
    }

    /** A variable that stands for no package. */
    int auxiliary() {
        packages.add(null);
        nameOf.add(-packages.size());
        return size();
    }

    boolean isPackage(int variable) {
        return packages.get(variable) != null;
    }

    RpmPackage get(int variable) {
        RpmPackage found = packages.get(variable);
        if (found == null) {
            throw new IllegalArgumentException("variable " + variable + " is not a package");
        }
        return found;
    }

    /** A number that all packages of one name share, and auxiliary variables with nobody. */
    int nameOf(int variable) {
        return nameOf.get(variable);
    }

    /** The package's number, or 0 when its architecture does not run here. */
    int number(RpmPackage candidate) {
        if (!architectures.runs(candidate.nevra().arch())) {
            return 0;
        }
        Integer known = numbers.get(candidate.nevra());
        if (known != null) {
            return known;
        }
        packages.add(candidate);
        Integer name = nameNumbers.computeIfAbsent(candidate.name(), n -> nameNumbers.size() + 1);
        nameOf.add(name);
        numbers.put(candidate.nevra(), size());
        return size();
    }

    /** Every version of a name, newest first. */
    int[] named(String name) {
        int[] known = named.get(name);
        if (known == null) {
            known = sortedNewestFirst(source.named(name));
            named.put(name, known);
        }
        return known;
    }

    /** Packages that satisfy a dependency on one capability, in the source's order. */
    int[] providers(Dependency.Simple dependency) {
        int[] known = providers.get(dependency);
        if (known == null) {
            known = findProviders(dependency);
            providers.put(dependency, known);
        }
        return known;
    }

    private int[] findProviders(Dependency.Simple dependency) {
        IntList found = new IntList();
        for (RpmPackage candidate : source.providing(dependency.name())) {
            if (provides(candidate, dependency)) {
                int number = number(candidate);
                if (number > 0 && !found.contains(number)) {
                    found.add(number);
                }
            }
        }
        return found.toArray();
    }

    /** Whether a package that the source lists for the capability's name also meets the version range. */
    private boolean provides(RpmPackage candidate, Dependency.Simple dependency) {
        if (dependency.op() == Comparison.ANY) {
            return true;
        }
        for (Capability capability : candidate.provides()) {
            if (versions.answers(capability, dependency)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a version, or the lack of one, is within a dependency's range. */
    boolean meets(Optional<Evr> provided, Dependency.Simple dependency) {
        Optional<Evr> wanted = dependency.evr();
        if (dependency.op() == Comparison.ANY || wanted.isEmpty()) {
            return true;
        }
        return provided.isPresent()
                ? versions.matches(dependency.op(), wanted.get(), provided.get())
                : versions.unversionedProvideMatchesVersioned();
    }

    /** Packages of that name within the range, newest first: how obsoletes match. */
    int[] namedWithin(Dependency.Simple dependency) {
        return Arrays.stream(named(dependency.name()))
                .filter(v -> meets(Optional.of(get(v).evr()), dependency))
                .toArray();
    }

    /** Whether a newer version of the package's name exists. */
    boolean isOld(int variable) {
        int[] all = named(get(variable).name());
        return all.length > 0
                && versions.compare(get(variable).evr(), get(all[0]).evr()) < 0;
    }

    private int[] sortedNewestFirst(Collection<RpmPackage> candidates) {
        return candidates.stream()
                .mapToInt(this::number)
                .filter(v -> v > 0)
                .distinct()
                .boxed()
                .sorted((a, b) -> versions.compare(get(b).evr(), get(a).evr()))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
