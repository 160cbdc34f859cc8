package org.atomsmith.compose.install;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.PackageSource;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.VersionScheme;

/** The packages of one system and no others. */
final class InstalledSource implements PackageSource {
    private final VersionScheme versions;
    private final List<RpmPackage> packages;
    private final Map<String, Set<RpmPackage>> byName = new LinkedHashMap<>();
    private final Map<String, Set<RpmPackage>> byCapability = new HashMap<>();

    InstalledSource(VersionScheme versions, Collection<RpmPackage> packages) {
        this.versions = versions;
        this.packages = List.copyOf(packages);
        for (RpmPackage p : packages) {
            byName.computeIfAbsent(p.name(), n -> new LinkedHashSet<>()).add(p);
            Stream.concat(p.provides().stream().map(Capability::name), p.files().stream())
                    .forEach(name -> byCapability
                            .computeIfAbsent(name, n -> new LinkedHashSet<>())
                            .add(p));
        }
    }

    @Override
    public VersionScheme versions() {
        return versions;
    }

    @Override
    public Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    @Override
    public Collection<RpmPackage> named(String name) {
        return byName.getOrDefault(name, Set.of());
    }

    @Override
    public Collection<RpmPackage> providing(String capability) {
        return byCapability.getOrDefault(capability, Set.of());
    }

    @Override
    public Collection<RpmPackage> essential() {
        return packages.stream().filter(RpmPackage::essential).toList();
    }

    @Override
    public List<RpmPackage> reverseWeak() {
        return packages.stream()
                .filter(p -> !p.supplements().isEmpty() || !p.enhances().isEmpty())
                .toList();
    }

    @Override
    public List<RpmPackage> packages() {
        return packages;
    }
}
