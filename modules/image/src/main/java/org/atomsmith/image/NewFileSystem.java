package org.atomsmith.image;

import java.util.UUID;
import org.atomsmith.disk.Part;
import org.atomsmith.disk.ext4.Ext4FileSystem;
import org.atomsmith.disk.ext4.Ext4Options;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.xfs.XfsFileSystem;
import org.atomsmith.disk.xfs.XfsOptions;
import org.atomsmith.image.customization.FileSystemType;

/**
 * A file system that is to hold a tree.
 *
 * @param type its kind
 * @param uuid by which it is found
 * @param hashSeed of its directories, where its kind has one
 * @param timestamp seconds since 1970
 * @param tree its files
 */
record NewFileSystem(FileSystemType type, String label, UUID uuid, UUID hashSeed, long timestamp, Directory tree) {

    /** The smallest size that leaves so many bytes free. */
    long sizeFor(long free) {
        return switch (type) {
            case EXT4 -> Ext4FileSystem.sizeFor(tree, ext4(0), free);
            case XFS -> XfsFileSystem.sizeFor(tree, xfs(0), free);
        };
    }

    /**
     * Plans it.
     *
     * @throws org.atomsmith.disk.FileSystemFullException when the tree does not fit
     */
    Part plan(long size) {
        return switch (type) {
            case EXT4 -> Ext4FileSystem.plan(tree, ext4(size));
            case XFS -> XfsFileSystem.plan(tree, xfs(size));
        };
    }

    private Ext4Options ext4(long size) {
        return Ext4Options.of(label, uuid, hashSeed, size, timestamp);
    }

    private XfsOptions xfs(long size) {
        return new XfsOptions(label, uuid, size, timestamp);
    }
}
