package org.atomsmith.disk.xfs;

import java.util.List;
import org.atomsmith.disk.filesystem.InodeType;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Inode;

/** One inode of the file system: its index is given when the tree is walked, its blocks when the disk is laid out. */
final class PlannedInode {
    private final int index;
    private final int parent;
    private final Inode inode;
    private final String path;

    /** How many names it has; for directories with {@code .} and those of the directories below. */
    int links;

    /** Size in bytes. */
    long size;

    /** Where its blocks are. */
    List<Extent> extents = List.of();

    /** What stands in the inode itself instead. */
    byte[] local = new byte[0];

    /** Its extended attributes. */
    XattrFork xattrs = XattrFork.NONE;

    /** Where the blocks of these are. */
    List<Extent> xattrExtents = List.of();

    /**
     * Begins an inode.
     *
     * @param index counted from 0
     * @param parent the index of the directory in which it was found first
     * @param path its first name, for messages
     */
    PlannedInode(int index, int parent, Inode inode, String path) {
        this.index = index;
        this.parent = parent;
        this.inode = inode;
        this.path = path;
    }

    int index() {
        return index;
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

    /** How many bytes of the inode its own content may have. */
    int room() {
        return xattrs.offset() == 0 ? InodeRecord.LITERAL : xattrs.offset();
    }

    /** How many blocks it occupies in all. */
    long occupied() {
        return extents.stream().mapToLong(Extent::count).sum()
                + xattrExtents.stream().mapToLong(Extent::count).sum();
    }
}
