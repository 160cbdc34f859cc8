package org.atomsmith.disk.xfs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.RegularFile;

/**
 * Gives indexes to the inodes of a tree: the root is the first, two files of the realtime section follow, which is
 * empty, and then all others in the order of the paths, so that what lies together in the tree lies together on the disk.
 */
final class Numbering {
    /** The root directory. */
    static final int ROOT = 0;

    /** A file without a name that says what is free in the realtime section. */
    static final int REALTIME_BITMAP = 1;

    /** A file without a name that counts that. */
    static final int REALTIME_SUMMARY = 2;

    private final List<PlannedInode> inodes = new ArrayList<>();
    private final Map<Inode, PlannedInode> known = new IdentityHashMap<>();

    /**
     * Walks a tree.
     *
     * @throws IllegalArgumentException when a directory has two names
     */
    Numbering(Directory root, long timestamp) {
        PlannedInode planned = add(root, ROOT, "/");
        for (int i = REALTIME_BITMAP; i <= REALTIME_SUMMARY; i++) {
            Inode empty = new RegularFile(Attributes.root(0, timestamp), ContentSource.of(new byte[0]));
            add(empty, ROOT, "the realtime section").links = 1;
        }
        walk(root, planned, "");
    }

    private PlannedInode add(Inode inode, int parent, String path) {
        PlannedInode planned = new PlannedInode(inodes.size(), parent, inode, path);
        known.put(inode, planned);
        inodes.add(planned);
        return planned;
    }

    private void walk(Directory directory, PlannedInode planned, String path) {
        planned.links = 2;
        directory.entries().forEach((name, inode) -> {
            PlannedInode child = known.get(inode);
            if (child == null) {
                child = add(inode, planned.index(), path + "/" + name);
                if (inode instanceof Directory d) {
                    walk(d, child, child.path());
                }
            } else if (inode instanceof Directory) {
                throw new IllegalArgumentException(path + "/" + name + " and " + child.path()
                        + " are the same directory; directories have one name");
            }
            if (inode instanceof Directory) {
                planned.links++;
            } else {
                child.links++;
            }
        });
    }

    /** All inodes in the order of their indexes. */
    List<PlannedInode> inodes() {
        return inodes;
    }

    /** The entries of a directory of the tree. */
    DirectoryForm form(PlannedInode planned, Directory directory, Geometry geometry) {
        List<DirectoryEntry> entries = new ArrayList<>(directory.entries().size());
        directory.entries().forEach((name, inode) -> {
            PlannedInode child = known.get(inode);
            if (child == null) {
                throw new IllegalStateException(planned.path() + "/" + name + " was not numbered");
            }
            entries.add(new DirectoryEntry(
                    name.getBytes(StandardCharsets.UTF_8), geometry.inodeNumber(child.index()), child.type()));
        });
        return new DirectoryForm(
                geometry.inodeNumber(planned.index()), geometry.inodeNumber(planned.parent()), entries);
    }
}
