package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.deb.DebFormat;
import org.atomsmith.deb.DpkgDatabase;
import org.atomsmith.deb.InstalledPackages;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PayloadEntry.Flag;
import org.atomsmith.rpm.RpmPackage;

/**
 * The packages that are in a finished tree, read from the tree's own package database.
 *
 * @param kind of the packages, see {@link PackageKind#name}
 * @param arch the machine, in RPM's spelling
 * @param packages in the database's order
 */
public record InstalledSystem(String kind, String arch, List<Member> packages) {
    private static final String DATABASE = DpkgDatabase.DIRECTORY + "/";

    /** Copies the list. */
    public InstalledSystem {
        packages = List.copyOf(packages);
    }

    /**
     * One installed package.
     *
     * @param description what it needs and provides, for the solver
     * @param tree its files as they are now, and its scriptlets, of Debian's without their text
     */
    public record Member(RpmPackage description, PackageTree tree) {}

    /**
     * Reads the database of a tree: dpkg's, beside which an RPM database says the same, or else rpm's.
     *
     * @return empty when the tree has none that is known
     * @throws IOException when the database is malformed
     */
    public static Optional<InstalledSystem> read(FileTree tree, ObjectStore objects) throws IOException {
        if (!tree.has(DATABASE + "status")) {
            return InstalledRpms.read(tree, objects);
        }
        InstalledPackages.Files files = new InstalledPackages.Files() {
            @Override
            public boolean has(String path) {
                return tree.has(DATABASE + path);
            }

            @Override
            public Optional<String> text(String path) throws IOException {
                return tree.get(DATABASE + path).orElse(null) instanceof Node.File file
                        ? Optional.of(new String(objects.read(file), StandardCharsets.UTF_8))
                        : Optional.empty();
            }
        };
        String arch = InstalledPackages.arch(files).orElse("");
        Map<String, List<String>> info = infoFiles(tree);
        List<Member> packages = new ArrayList<>();
        for (InstalledPackages.Installed installed : InstalledPackages.read(files, arch)) {
            List<String> paths = new ArrayList<>(installed.paths());
            paths.addAll(info.getOrDefault(installed.infoPrefix(), List.of()));
            packages.add(new Member(
                    installed.description(),
                    new PackageTree(installed.header(), entries(tree, installed.header(), paths))));
        }
        return Optional.of(new InstalledSystem("deb", arch, packages));
    }

    /** Paths of the database's files of single packages, by what their names begin with. */
    private static Map<String, List<String>> infoFiles(FileTree tree) {
        Map<String, List<String>> files = new HashMap<>();
        for (String name : tree.children(DATABASE + "info")) {
            String prefix = name.substring(0, name.lastIndexOf('.') + 1);
            files.computeIfAbsent(prefix, p -> new ArrayList<>()).add(DATABASE + "info/" + name);
        }
        return files;
    }

    /** What of a package is in the tree: some of it may have been left out. */
    private static List<PackageTree.Entry> entries(FileTree tree, PackageHeader header, List<String> paths) {
        Set<String> configuration = new HashSet<>();
        header.attributes()
                .getOrDefault(DebFormat.CONFFILES, "")
                .lines()
                .forEach(line -> configuration.add(line.split(" ")[0].substring(1)));
        List<PackageTree.Entry> entries = new ArrayList<>();
        for (String listed : paths) {
            String path = tree.resolveParent(listed);
            Optional<Node> node = tree.get(path);
            if (node.isPresent()) {
                Set<Flag> flags = configuration.contains(listed) ? Set.of(Flag.CONFIG) : Set.of();
                entries.add(new PackageTree.Entry(path, node.get(), "", "", flags));
            }
        }
        return entries;
    }
}
