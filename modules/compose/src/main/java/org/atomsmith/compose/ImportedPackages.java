package org.atomsmith.compose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.compose.install.InstalledSystem;
import org.atomsmith.compose.install.Installer;
import org.atomsmith.compose.install.PackageKind;
import org.atomsmith.compose.install.PackageKinds;
import org.atomsmith.compose.install.ScriptletEnvironment;
import org.atomsmith.compose.resolve.Resolution;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;

/**
 * A resolution with what its packages contain.
 *
 * @param imported each package's content, by the SHA-256 of its file
 */
record ImportedPackages(Resolution resolution, Map<String, PackageTree> imported) {

    /** The time at which the newest package was built, seconds since 1970. */
    long newest() {
        return resolution.packages().stream()
                .map(this::tree)
                .mapToLong(ImportedPackages::buildTime)
                .max()
                .orElse(0);
    }

    /**
     * How these packages are installed: as their own kind is, whatever the format of their files; where there are none, as the
     * repositories' kind.
     *
     * @throws ComposeException when they are of different kinds
     */
    PackageKind kind(String arch) throws IOException {
        List<PackageHeader> headers =
                imported.values().stream().map(PackageTree::header).toList();
        return PackageKinds.of(kind(), headers, arch);
    }

    /**
     * The system that they make, in the order of installation.
     *
     * @throws ComposeException when the packages are of different kinds
     */
    InstalledSystem system(String arch) throws ComposeException {
        return new InstalledSystem(
                kind(),
                arch,
                resolution.packages().stream()
                        .map(p -> new InstalledSystem.Member(p, tree(p)))
                        .toList());
    }

    private String kind() throws ComposeException {
        Map<String, PackageHeader> kinds = new TreeMap<>();
        imported.values().forEach(tree -> kinds.putIfAbsent(PackageKinds.kindOf(tree.header()), tree.header()));
        if (kinds.size() > 1) {
            throw new ComposeException("the treefile's packages are of different kinds ("
                    + kinds.entrySet().stream()
                            .map(e -> e.getValue().nevra() + " is a package of " + e.getKey())
                            .collect(Collectors.joining(", "))
                    + "); a system is made of one kind");
        }
        return kinds.isEmpty()
                ? resolution.repositories().getFirst().format().name()
                : kinds.keySet().iterator().next();
    }

    /** Each group's time is that of the newest package up to it: a newer one later on leaves the earlier as they are. */
    List<Installer.Group> groups(OptionalLong sourceDateEpoch) {
        List<Installer.Group> groups = new ArrayList<>();
        long newest = 0;
        for (List<RpmPackage> packages : resolution.groups()) {
            List<PackageTree> trees = new ArrayList<>();
            CacheKey key = new CacheKey("packages", 1);
            for (RpmPackage p : packages) {
                PackageTree tree = tree(p);
                trees.add(tree);
                newest = Math.max(newest, buildTime(tree));
                key.add(p.location().sha256());
            }
            groups.add(new Installer.Group(trees, key.hex(), new ScriptletEnvironment(sourceDateEpoch.orElse(newest))));
        }
        return groups;
    }

    /** What a package of the resolution, or one of its tools, contains. */
    PackageTree tree(RpmPackage p) {
        return Objects.requireNonNull(imported.get(p.location().sha256()));
    }

    private static long buildTime(PackageTree tree) {
        return Long.parseLong(tree.header().attributes().getOrDefault(PackageHeader.BUILD_TIME, "0"));
    }
}
