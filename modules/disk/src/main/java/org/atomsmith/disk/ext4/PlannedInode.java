package org.atomsmith.disk.ext4;

import java.util.List;
import org.atomsmith.disk.filesystem.InodeType;
import org.atomsmith.disk.filesystem.Run;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.SpecialFile;
import org.atomsmith.disk.tree.SymbolicLink;

/** One inode of the file system: its number is given when the tree is walked, its blocks when the disk is laid out. */
final class PlannedInode {
    private static final int SHORTEST_SLOW_LINK = ExtentTree.ROOT_BYTES;

    private final int number;
    private final int parent;
    private final Inode inode;
    private final String path;

    /** How many names it has; for directories with {@code .} and those of the directories below. */
    int links;

    /** Size in bytes. */
    long size;

    /** Where its blocks are. */
    List<Run> runs = List.of();

    /** Where the blocks of its extent tree are. */
    long[] treePlaces = new long[0];

    /** Whether it is a directory with an index. */
    boolean indexed;

    /** Its extended attributes that stand in the inode. */
    List<Xattr> xattrs = List.of();

    /** Its block of extended attributes, 0 without. */
    long xattrBlock;

    /**
     * Begins an inode.
     *
     * @param parent the number of the directory in which it was found first
     * @param path its first name, for messages
     */
    PlannedInode(int number, int parent, Inode inode, String path) {
        this.number = number;
        this.parent = parent;
        this.inode = inode;
        this.path = path;
    }

    int number() {
        return number;
    }

    int parent() {
        return parent;
    }

    Inode inode() {
        return inode;
    }

    Attributes attributes() {
        return inode.attributes();
    }

    String path() {
        return path;
    }

    InodeType type() {
        return InodeType.of(inode);
    }

    /** Whether it is a link whose target fits in the inode. */
    boolean isFastLink() {
        return inode instanceof SymbolicLink link && link.targetBytes().length < SHORTEST_SLOW_LINK;
    }

    /** Whether its blocks are found through extents. */
    boolean hasExtents() {
        return !isFastLink() && !(inode instanceof SpecialFile);
    }

    /** How many blocks it occupies in all. */
    long occupied() {
        return runs.stream().mapToLong(Run::count).sum() + treePlaces.length + (xattrBlock == 0 ? 0 : 1);
    }
}
