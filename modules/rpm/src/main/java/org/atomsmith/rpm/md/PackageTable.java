package org.atomsmith.rpm.md;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.RpmPackage;

/** The packages of a repository, found by name, by capability and by the files that primary lists. */
final class PackageTable {
    private final List<RpmPackage> packages;
    private final TreeMap<String, List<RpmPackage>> byName = new TreeMap<>();
    private final Map<String, List<RpmPackage>> byCapability = new HashMap<>();

    PackageTable(List<RpmPackage> packages) {
        this.packages = List.copyOf(packages);
        for (RpmPackage rpm : this.packages) {
            byName.computeIfAbsent(rpm.name(), n -> new ArrayList<>(1)).add(rpm);
            rpm.provides().stream().map(Capability::name).distinct().forEach(name -> add(name, rpm));
            rpm.files().forEach(path -> add(path, rpm));
        }
    }

    private void add(String capability, RpmPackage rpm) {
        List<RpmPackage> known = byCapability.computeIfAbsent(capability, c -> new ArrayList<>(1));
        if (known.isEmpty() || known.getLast() != rpm) {
            known.add(rpm);
        }
    }

    List<RpmPackage> packages() {
        return packages;
    }

    Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    List<RpmPackage> named(String name) {
        return Collections.unmodifiableList(byName.getOrDefault(name, List.of()));
    }

    List<RpmPackage> providing(String capability) {
        return Collections.unmodifiableList(byCapability.getOrDefault(capability, List.of()));
    }

    List<RpmPackage> reverseWeak() {
        return packages.stream()
                .filter(p -> !p.supplements().isEmpty() || !p.enhances().isEmpty())
                .toList();
    }

    /** Every path that some package depends on: what filelists will be asked for, if at all. */
    Set<String> pathsDependedOn() {
        Set<String> paths = new TreeSet<>();
        for (RpmPackage rpm : packages) {
            rpm.requires().forEach(r -> collect(r.dependency(), paths));
            Stream.of(rpm.conflicts(), rpm.recommends(), rpm.suggests(), rpm.supplements(), rpm.enhances())
                    .forEach(list -> list.forEach(d -> collect(d, paths)));
        }
        return paths;
    }

    private static void collect(Dependency dependency, Set<String> paths) {
        switch (dependency) {
            case Dependency.Simple simple -> {
                if (simple.name().startsWith("/")) {
                    paths.add(simple.name());
                }
            }
            case Dependency.And(var parts) -> parts.forEach(p -> collect(p, paths));
            case Dependency.Or(var parts) -> parts.forEach(p -> collect(p, paths));
            case Dependency.If(var then, var condition, var otherwise) -> {
                collect(then, paths);
                collect(condition, paths);
                otherwise.ifPresent(o -> collect(o, paths));
            }
            case Dependency.Unless(var then, var condition, var otherwise) -> {
                collect(then, paths);
                collect(condition, paths);
                otherwise.ifPresent(o -> collect(o, paths));
            }
            case Dependency.With(var left, var right) -> {
                collect(left, paths);
                collect(right, paths);
            }
            case Dependency.Without(var left, var right) -> {
                collect(left, paths);
                collect(right, paths);
            }
        }
    }
}
