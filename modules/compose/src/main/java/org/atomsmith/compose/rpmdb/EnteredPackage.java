package org.atomsmith.compose.rpmdb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.install.HeaderConversion;
import org.atomsmith.compose.install.InstalledSystem;
import org.atomsmith.compose.tree.FileDigests;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.file.ListedFile;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.write.HeadersOnly;
import org.atomsmith.rpm.write.SpecFile;

/**
 * A package as it is entered into the database.
 *
 * @param rpm its headers: those of its file, or such as its file would have if it were an RPM file
 * @param files what the header lists
 * @param brought what the package brought, by path relative to the root
 */
record EnteredPackage(RpmFile rpm, List<ListedFile> files, Map<String, Node> brought) {

    static EnteredPackage of(InstalledSystem.Member member, HeaderConversion conversion, ObjectStore objects)
            throws IOException {
        PackageTree tree = member.tree();
        byte[] original = tree.header().original();
        RpmFile rpm = original.length > 0
                ? RpmFile.read(new ByteArrayInputStream(original), tree.nevra().toString())
                : converted(member, conversion, objects);
        Map<String, Node> brought = new HashMap<>();
        tree.entries().forEach(e -> brought.put(e.path(), e.node()));
        return new EnteredPackage(rpm, ListedFile.of(rpm), brought);
    }

    private static RpmFile converted(InstalledSystem.Member member, HeaderConversion conversion, ObjectStore objects)
            throws IOException {
        PackageHeader header = member.tree().header();
        long time = Long.parseLong(header.attributes().getOrDefault(PackageHeader.BUILD_TIME, "0"));
        List<SpecFile> files = new ArrayList<>();
        Map<String, String> digests = new HashMap<>();
        for (PackageTree.Entry e : member.tree().entries()) {
            if (!e.path().isEmpty()) {
                SpecFile file = file(e, time, objects);
                files.add(file);
                if (e.node() instanceof Node.File content) {
                    digests.put(file.path(), e.digest().isEmpty() ? FileDigests.of(content, objects) : e.digest());
                }
            }
        }
        return HeadersOnly.of(conversion.of(member.description(), header, files), digests);
    }

    private static SpecFile file(PackageTree.Entry entry, long time, ObjectStore objects) {
        Node node = entry.node();
        return new SpecFile(
                "/" + entry.path(),
                switch (node) {
                    case Node.Directory d -> SpecFile.DIRECTORY | d.mode();
                    case Node.File f -> SpecFile.REGULAR | f.mode();
                    case Node.Symlink s -> SpecFile.SYMLINK | s.mode();
                },
                node instanceof Node.File f ? f.size() : 0,
                time,
                SpecFile.owner(entry.user(), node.uid()),
                SpecFile.owner(entry.group(), node.gid()),
                node instanceof Node.Symlink s ? s.target() : "",
                Optional.empty(),
                SpecFile.flags(entry.flags()),
                "",
                () -> node instanceof Node.File f ? objects.open(f) : InputStream.nullInputStream());
    }
}
