package org.atomsmith.compose.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;

/**
 * An installed system with repositories beside it. What is installed comes first; it has what is essential, so nothing
 * else is.
 */
public final class LayeredSource implements PackageSource {
    private final List<RpmPackage> packages;
    private final List<Repository> repositories;
    private final VersionScheme versions;
    private final Map<String, Set<RpmPackage>> named = new HashMap<>();
    private final Map<String, Set<RpmPackage>> providing = new HashMap<>();

    /**
     * A source.
     *
     * @param packages what is installed, and single packages that were given as files
     * @param repositories with the same version scheme; there may be none
     */
    public LayeredSource(Collection<RpmPackage> packages, List<Repository> repositories, VersionScheme versions) {
        this.packages = List.copyOf(packages);
        this.repositories = PackageChoice.ranked(repositories);
        this.versions = versions;
        for (RpmPackage p : packages) {
            named.computeIfAbsent(p.name(), n -> new LinkedHashSet<>()).add(p);
            for (Capability capability : p.provides()) {
                providing
                        .computeIfAbsent(capability.name(), n -> new LinkedHashSet<>())
                        .add(p);
            }
            p.files()
                    .forEach(f -> providing
                            .computeIfAbsent(f, n -> new LinkedHashSet<>())
                            .add(p));
        }
    }

    @Override
    public VersionScheme versions() {
        return versions;
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(named.keySet());
        repositories.forEach(r -> names.addAll(r.names()));
        return names;
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        List<RpmPackage> found = new ArrayList<>(named.getOrDefault(name, Set.of()));
        repositories.forEach(r -> found.addAll(visible(r, r.named(name))));
        return found;
    }

    /** Without packages whose names a repository of better priority has. */
    private Collection<RpmPackage> visible(Repository repository, Collection<RpmPackage> all) {
        if (repository.priority() == repositories.getFirst().priority()) {
            return all;
        }
        return all.stream()
                .filter(p -> repositories.stream()
                        .noneMatch(better -> better.priority() < repository.priority()
                                && !better.named(p.name()).isEmpty()))
                .toList();
    }

    @Override
    public Collection<RpmPackage> providing(String capability) {
        List<RpmPackage> found = new ArrayList<>(providing.getOrDefault(capability, Set.of()));
        repositories.forEach(r -> found.addAll(visible(r, r.providing(capability))));
        return found;
    }

    @Override
    public Collection<RpmPackage> essential() {
        return List.of();
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        List<RpmPackage> found = new ArrayList<>(packages.stream()
                .filter(p -> !p.supplements().isEmpty() || !p.enhances().isEmpty())
                .toList());
        repositories.forEach(r -> found.addAll(visible(r, r.reverseWeak())));
        return found;
    }

    @Override
    public List<RpmPackage> packages() {
        List<RpmPackage> all = new ArrayList<>(packages);
        repositories.forEach(r -> all.addAll(visible(r, r.packages())));
        return all;
    }
}
