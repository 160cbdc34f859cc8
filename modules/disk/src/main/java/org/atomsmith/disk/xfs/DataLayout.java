package org.atomsmith.disk.xfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.atomsmith.disk.filesystem.BlockAllocator;
import org.atomsmith.disk.filesystem.BlockStream;
import org.atomsmith.disk.filesystem.Run;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.ReadAhead;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SpecialFile;
import org.atomsmith.disk.tree.SymbolicLink;

/**
 * Gives every file its blocks and remembers in which order they are to be written: extended attributes, directories,
 * links, and then the files in the order of their inodes.
 */
final class DataLayout {
    private static final int LONGEST_LINK = 1023;
    private static final int LINK = 0x58534c4d;
    private static final int LINK_HEADER = 56;

    private final Numbering numbering;
    private final Geometry geometry;
    private final XfsOptions options;
    private final BlockAllocator allocator;
    private final List<Item> items = new ArrayList<>();
    private final List<ReadAhead.File> contents = new ArrayList<>();

    /** Writes some blocks of data. */
    @FunctionalInterface
    interface Item {
        /** Writes exactly the blocks that were given to it. */
        void writeTo(BlockStream out) throws IOException;
    }

    /**
     * Lays out everything that the numbering knows.
     *
     * @throws IllegalArgumentException when XFS cannot hold something of it; the message names it
     */
    DataLayout(Numbering numbering, Geometry geometry, XfsOptions options) {
        this.numbering = numbering;
        this.geometry = geometry;
        this.options = options;
        this.allocator = new BlockAllocator(geometry.fixed());
        numbering.inodes().forEach(this::layOutXattrs);
        numbering.inodes().forEach(this::layOutDirectory);
        numbering.inodes().forEach(this::layOutLink);
        numbering.inodes().forEach(this::layOutFile);
        numbering.inodes().forEach(DataLayout::check);
    }

    /** What is to be written, in order. */
    List<Item> items() {
        return items;
    }

    /** The contents that {@link #items} write and that are not in memory, in order. */
    List<ReadAhead.File> contents() {
        return contents;
    }

    /** The first block that nothing took; behind the end when there were not enough. */
    long next() {
        return allocator.next();
    }

    private void layOutXattrs(PlannedInode inode) {
        inode.xattrs = XattrFork.of(inode);
        if (!inode.xattrs.isLocal()) {
            long[] places = places(allocator.take(inode.xattrs.blocks()));
            inode.xattrExtents = Extent.of(LongStream.range(0, places.length).toArray(), places);
            items.add(out ->
                    writeAll(out, inode.xattrs.encode(places, geometry.inodeNumber(inode.index()), options.uuid())));
        }
    }

    private void layOutDirectory(PlannedInode inode) {
        if (!(inode.inode() instanceof Directory directory)) {
            return;
        }
        DirectoryForm form = numbering.form(inode, directory, geometry);
        if (form.localBytes() <= inode.room()) {
            inode.local = form.local();
            inode.size = inode.local.length;
            return;
        }
        inode.size = form.size();
        long[] offsets = form.offsets();
        long[] places = places(allocator.take(offsets.length));
        inode.extents = Extent.of(offsets, places);
        // Encoded again when written: keeping all of them would cost as much memory as they have bytes.
        items.add(
                out -> writeAll(out, numbering.form(inode, directory, geometry).blocks(places, options.uuid())));
    }

    private void layOutLink(PlannedInode inode) {
        if (!(inode.inode() instanceof SymbolicLink link)) {
            return;
        }
        byte[] target = link.targetBytes();
        if (target.length > LONGEST_LINK) {
            throw new IllegalArgumentException(inode.path() + ": a link to " + target.length
                    + " bytes is too long for XFS (" + LONGEST_LINK + ")");
        }
        inode.size = target.length;
        if (target.length <= inode.room()) {
            inode.local = target;
            return;
        }
        List<Run> runs = allocator.take(1);
        inode.extents = Extent.of(runs);
        items.add(out -> out.write(link(target, inode, runs.getFirst().start())));
    }

    private byte[] link(byte[] target, PlannedInode inode, long place) {
        ByteBuffer block = ByteBuffer.allocate(Geometry.BLOCK);
        block.putInt(LINK).putInt(0).putInt(target.length);
        Seal.uuid(block, 16, options.uuid());
        block.putLong(32, geometry.inodeNumber(inode.index())).putLong(40, Geometry.sector(place));
        block.put(LINK_HEADER, target);
        return Seal.crc(block.array(), 12);
    }

    private void layOutFile(PlannedInode inode) {
        if (inode.inode() instanceof RegularFile file) {
            inode.size = file.content().size();
            if (inode.size > 0) {
                inode.extents = Extent.of(allocator.take(Math.ceilDiv(inode.size, (long) Geometry.BLOCK)));
                if (!(file.content() instanceof ContentSource.Inline)) {
                    contents.add(new ReadAhead.File(file.content(), inode.path()));
                }
                items.add(out -> out.write(file.content()));
            }
        }
    }

    private static void check(PlannedInode inode) {
        if (inode.extents.size() * Extent.BYTES > inode.room()) {
            throw new IllegalArgumentException(inode.path() + " lies in " + inode.extents.size()
                    + " pieces, more than the " + inode.room() / Extent.BYTES
                    + " that are planned for; leave it out of the image, or make the file system larger");
        }
        if (inode.inode() instanceof SpecialFile special && !InodeRecord.canHold(special)) {
            throw new IllegalArgumentException(
                    inode.path() + ": XFS cannot hold the device " + special.major() + ":" + special.minor());
        }
    }

    private static void writeAll(BlockStream out, List<byte[]> blocks) throws IOException {
        for (byte[] block : blocks) {
            out.write(block);
        }
    }

    private static long[] places(List<Run> runs) {
        return runs.stream()
                .flatMapToLong(r -> LongStream.range(r.start(), r.end()))
                .toArray();
    }
}
