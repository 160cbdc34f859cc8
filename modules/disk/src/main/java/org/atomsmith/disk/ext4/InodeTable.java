package org.atomsmith.disk.ext4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.SpecialFile;
import org.atomsmith.disk.tree.SymbolicLink;

/** The inode tables of all groups: the reserved inodes, those of the tree in order, and zeros. */
final class InodeTable {
    private static final int MOST_DIRECTORY_LINKS = 65000;

    private final Geometry geometry;
    private final Checksums checksums;
    private final DataLayout layout;
    private final List<PlannedInode> inodes;
    private final long time;

    /**
     * Describes the tables.
     *
     * @param inodes those of the tree, by their numbers
     * @param time the time of everything but modifications
     */
    InodeTable(Geometry geometry, Checksums checksums, DataLayout layout, List<PlannedInode> inodes, long time) {
        this.geometry = geometry;
        this.checksums = checksums;
        this.layout = layout;
        this.inodes = inodes;
        this.time = time;
    }

    /** Writes the table of one group. */
    void writeTo(ImageSink sink, int group) throws IOException {
        int first = group * geometry.inodesPerGroup() + 1;
        long bytes = (long) geometry.inodeTableBlocks() * Geometry.BLOCK;
        long end = sink.position() + bytes;
        if (group == 0) {
            sink.write(reserved());
        }
        // Numbers grow by one from lost+found on; in front of it there is only the root, written with the reserved.
        int skipped = 1;
        int from = Math.max(skipped, first - Numbering.LOST_AND_FOUND + skipped);
        int to = Math.min(inodes.size(), first + geometry.inodesPerGroup() - Numbering.LOST_AND_FOUND + skipped);
        ByteBuffer some = ByteBuffer.allocate(256 * Geometry.INODE);
        for (int i = from; i < to; i++) {
            some.put(encode(inodes.get(i)));
            if (!some.hasRemaining()) {
                sink.write(some.flip());
                some.clear();
            }
        }
        sink.write(some.flip());
        sink.zerosUntil(end);
    }

    private byte[] reserved() {
        ByteBuffer out = ByteBuffer.allocate((Numbering.LOST_AND_FOUND - 1) * Geometry.INODE);
        out.put(position(Numbering.ROOT), encode(inodes.getFirst()));
        if (geometry.reservedDescriptorBlocks() > 0) {
            out.put(
                    position(ResizeInode.INODE),
                    layout.resizeInode().inode(time).encode(ResizeInode.INODE, checksums));
        }
        out.put(position(Journal.INODE), layout.journalInode().encode(Journal.INODE, checksums));
        return out.array();
    }

    private static int position(int number) {
        return (number - 1) * Geometry.INODE;
    }

    private byte[] encode(PlannedInode inode) {
        int flags = (inode.hasExtents() ? InodeRecord.FLAG_EXTENTS : 0) | (inode.indexed ? InodeRecord.FLAG_INDEX : 0);
        // A directory with more directories in it than can be counted has one link (dir_nlink).
        int links = inode.inode() instanceof Directory && inode.links >= MOST_DIRECTORY_LINKS ? 1 : inode.links;
        return new InodeRecord(
                        inode.type().modeBits() | inode.attributes().mode(),
                        inode.attributes().uid(),
                        inode.attributes().gid(),
                        inode.size,
                        links,
                        inode.occupied(),
                        flags,
                        block(inode),
                        inode.xattrBlock,
                        inode.attributes().mtime(),
                        time,
                        XattrArea.inInode(inode.xattrs))
                .encode(inode.number(), checksums);
    }

    private byte[] block(PlannedInode inode) {
        if (inode.inode() instanceof SpecialFile special) {
            return device(special);
        } else if (inode.isFastLink() && inode.inode() instanceof SymbolicLink link) {
            return Arrays.copyOf(link.targetBytes(), ExtentTree.ROOT_BYTES);
        }
        return new ExtentTree(inode.runs)
                .encode(inode.treePlaces, checksums.ofInode(inode.number()))
                .root();
    }

    /** Small numbers stand in the first word as they always did, others in the second. */
    private static byte[] device(SpecialFile special) {
        ByteBuffer out = ByteBuffer.allocate(ExtentTree.ROOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int major = special.major();
        int minor = special.minor();
        if (major < 256 && minor < 256) {
            out.putInt(0, major << 8 | minor);
        } else {
            out.putInt(4, minor & 0xff | major << 8 | (minor & ~0xff) << 12);
        }
        return out.array();
    }
}
