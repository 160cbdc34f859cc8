package org.atomsmith.disk.ext4;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.Inode;
import org.jspecify.annotations.Nullable;

/**
 * Gives inode numbers to a tree: 2 to the root, 11 to lost+found, and from 12 on in the order of the paths, so that what
 * lies together in the tree lies together on the disk.
 */
final class Numbering {
    /** The root directory. */
    static final int ROOT = 2;

    /** The directory where e2fsck puts what it finds. */
    static final int LOST_AND_FOUND = 11;

    private static final String LOST_AND_FOUND_NAME = "lost+found";
    private static final int MOST_LINKS = 65000;

    private final List<PlannedInode> inodes = new ArrayList<>();
    private final Map<Inode, PlannedInode> known = new IdentityHashMap<>();
    private int next = LOST_AND_FOUND + 1;

    /**
     * Walks a tree.
     *
     * @throws IllegalArgumentException when a directory has two names or a file too many, or when the root has a
     *     lost+found with something in it
     */
    Numbering(Directory tree, long timestamp) {
        Directory root = withLostAndFound(tree, timestamp);
        PlannedInode planned = new PlannedInode(ROOT, ROOT, root, "/");
        known.put(root, planned);
        inodes.add(planned);
        Inode lost = root.entries().get(LOST_AND_FOUND_NAME);
        if (lost != null) {
            PlannedInode plannedLost = new PlannedInode(LOST_AND_FOUND, ROOT, lost, "/" + LOST_AND_FOUND_NAME);
            plannedLost.links = 2;
            known.put(lost, plannedLost);
            inodes.add(plannedLost);
        }
        walk(root, planned, "");
    }

    private static Directory withLostAndFound(Directory tree, long timestamp) {
        TreeMap<String, Inode> entries = new TreeMap<>(tree.entries());
        @Nullable Inode present = entries.get(LOST_AND_FOUND_NAME);
        if (present != null && !(present instanceof Directory d && d.entries().isEmpty())) {
            throw new IllegalArgumentException(
                    "/lost+found belongs to the file system and must be an empty directory; remove it from the tree");
        }
        entries.put(LOST_AND_FOUND_NAME, new Directory(Attributes.root(0700, timestamp), new TreeMap<>()));
        return new Directory(tree.attributes(), entries);
    }

    private void walk(Directory directory, PlannedInode planned, String path) {
        planned.links = 2;
        directory.entries().forEach((name, inode) -> {
            PlannedInode child = known.get(inode);
            if (child == null) {
                child = new PlannedInode(next++, planned.number(), inode, path + "/" + name);
                known.put(inode, child);
                inodes.add(child);
                if (inode instanceof Directory d) {
                    walk(d, child, child.path());
                }
            } else if (inode instanceof Directory && child.number() != LOST_AND_FOUND) {
                throw new IllegalArgumentException(path + "/" + name + " and " + child.path()
                        + " are the same directory; directories have one name");
            }
            if (inode instanceof Directory) {
                planned.links++;
            } else if (++child.links > MOST_LINKS) {
                throw new IllegalArgumentException(
                        child.path() + " has more than " + MOST_LINKS + " names, the most that ext4 allows");
            }
        });
    }

    /** All inodes of the tree in the order of their numbers. */
    List<PlannedInode> inodes() {
        return inodes;
    }

    /** The highest number in use. */
    int last() {
        return next - 1;
    }

    /** The blocks of a directory of the tree. */
    DirectoryBlocks blocks(PlannedInode planned, Directory directory, HalfMd4 hash) {
        List<DirectoryBlocks.Entry> entries =
                new ArrayList<>(directory.entries().size());
        directory.entries().forEach((name, inode) -> {
            PlannedInode child = known.get(inode);
            if (child == null) {
                throw new IllegalStateException(planned.path() + "/" + name + " was not numbered");
            }
            entries.add(new DirectoryBlocks.Entry(
                    name.getBytes(StandardCharsets.UTF_8),
                    child.number(),
                    child.type().entryType()));
        });
        return new DirectoryBlocks(planned.number(), planned.parent(), entries, hash, planned.path());
    }
}
