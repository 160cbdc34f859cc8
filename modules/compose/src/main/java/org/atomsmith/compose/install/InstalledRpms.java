package org.atomsmith.compose.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.database.RpmDatabase;
import org.atomsmith.rpm.file.Header;
import org.atomsmith.rpm.file.HeaderDescription;
import org.atomsmith.rpm.file.InstalledHeader;
import org.atomsmith.rpm.file.Tag;

/** Reads the packages of a tree from its RPM database. */
final class InstalledRpms {
    /** Where distributions and rpm-ostree have it. */
    private static final List<String> DIRECTORIES = List.of("usr/share/rpm", "usr/lib/sysimage/rpm", "var/lib/rpm");

    /** Keys that rpm trusts; they are no packages. */
    private static final String KEY = "gpg-pubkey";

    private static final String ANY = "noarch";

    private InstalledRpms() {}

    /** The packages of a tree; empty when it has no such database. */
    static Optional<InstalledSystem> read(FileTree tree, ObjectStore objects) throws IOException {
        for (String directory : DIRECTORIES) {
            String path = tree.resolve(directory + "/" + RpmDatabase.FILE);
            if (tree.get(path).orElse(null) instanceof Node.File file) {
                List<InstalledSystem.Member> members = new ArrayList<>();
                for (InstalledHeader installed : RpmDatabase.read(objects.read(file))) {
                    if (!installed.header().string(Tag.NAME).orElse("").equals(KEY)) {
                        members.add(member(tree, installed.header()));
                    }
                }
                return Optional.of(new InstalledSystem("rpm", arch(members), members));
            }
        }
        return Optional.empty();
    }

    private static InstalledSystem.Member member(FileTree tree, Header header) throws IOException {
        RpmPackage description = HeaderDescription.describe(header, new RpmPackage.Location("installed", "", 0, ""));
        List<PackageTree.Entry> entries = new ArrayList<>();
        for (HeaderDescription.File file : HeaderDescription.files(header)) {
            String path = tree.resolveParent(file.path().substring(1));
            Optional<Node> node = tree.get(path);
            if (node.isPresent()) {
                entries.add(new PackageTree.Entry(path, node.get(), "", "", file.flags(), file.sha256()));
            }
        }
        return new InstalledSystem.Member(
                description, new PackageTree(HeaderDescription.of(header, new byte[0]), entries));
    }

    /** The architecture of most packages: a few may be for an inferior one. */
    private static String arch(List<InstalledSystem.Member> members) {
        Map<String, Integer> counts = new TreeMap<>();
        for (InstalledSystem.Member member : members) {
            String arch = member.description().nevra().arch();
            if (!arch.equals(ANY)) {
                counts.merge(arch, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(ANY);
    }
}
