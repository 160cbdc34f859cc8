package org.atomsmith.compose.rpmdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.install.HeaderConversion;
import org.atomsmith.compose.install.InstalledSystem;
import org.atomsmith.compose.install.PackageKinds;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.rpm.database.RpmDatabase;
import org.atomsmith.rpm.file.InstalledHeader;
import org.atomsmith.rpm.file.Tag;

/**
 * Keeps the RPM database of a finished system true when packages come and go. Packages that stay keep their entries as they are,
 * so that nobody has to read their files.
 */
public final class ChangedDatabase {
    private ChangedDatabase() {}

    /**
     * Changes the database of a tree; a tree that has none, because nobody wrote it one, gets none.
     *
     * @param cache where it is put together
     * @param before the system as it was
     * @param removed names of packages that went
     * @param added packages that came; one whose name was installed took that one's place
     * @param time at which they count as installed, seconds since 1970
     * @throws IOException when the database or a package's header is damaged
     */
    public static void change(
            FileTree tree,
            BuildCache cache,
            ObjectStore objects,
            InstalledSystem before,
            List<String> removed,
            List<InstalledSystem.Member> added,
            long time)
            throws IOException {
        if (!(tree.get(TreeDatabase.FILE).orElse(null) instanceof Node.File file)) {
            return;
        }
        Set<String> gone = new HashSet<>(removed);
        added.forEach(member -> gone.add(member.description().name()));
        List<InstalledSystem.Member> members = new ArrayList<>(added);
        before.packages().stream()
                .filter(member -> !gone.contains(member.description().name()))
                .forEach(members::add);
        HeaderConversion conversion =
                PackageKinds.conversion(new InstalledSystem(before.kind(), before.arch(), members));
        List<InstalledHeader> headers = new ArrayList<>();
        for (InstalledHeader header : RpmDatabase.read(objects.read(file))) {
            if (!gone.contains(header.header().string(Tag.NAME).orElse(""))) {
                headers.add(header);
            }
        }
        List<EnteredPackage> entered = new ArrayList<>();
        for (InstalledSystem.Member member : added) {
            entered.add(EnteredPackage.of(member, conversion, objects));
        }
        FileStates states = new FileStates(tree, entered);
        int color = PackageKinds.color(before.kind(), before.arch());
        for (EnteredPackage p : entered) {
            headers.add(
                    InstalledHeader.of(p.rpm(), new InstalledHeader.Installation(time, color, states.of(p), false)));
        }
        TreeDatabase.put(tree, cache, objects, headers);
    }
}
