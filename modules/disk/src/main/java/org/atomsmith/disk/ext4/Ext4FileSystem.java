package org.atomsmith.disk.ext4;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.atomsmith.disk.FileSystemFullException;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.Part;
import org.atomsmith.disk.filesystem.BlockStream;
import org.atomsmith.disk.filesystem.Run;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.ReadAhead;

/**
 * An ext4 file system, planned completely and then written front to back in one pass. The same tree and options give the
 * same bytes.
 *
 * <p>Features: has_journal (empty), ext_attr, resize_inode, dir_index, filetype, extent, 64bit, flex_bg, sparse_super,
 * large_file, huge_file, dir_nlink, extra_isize, metadata_csum, and metadata_csum_seed when asked for. Metadata stand in
 * front of every 2 GiB; directories precede the files, which follow in the order of their paths.
 */
public final class Ext4FileSystem implements Part {
    private static final int ITERATIONS = 64;

    private final Ext4Options options;
    private final Geometry geometry;
    private final Checksums checksums;
    private final Numbering numbering;
    private final DataLayout layout;
    private final Bitmaps bitmaps;
    private final GroupDescriptors descriptors;

    private Ext4FileSystem(Numbering numbering, Ext4Options options) {
        this.options = options;
        this.numbering = numbering;
        this.geometry = new Geometry(options, numbering.last());
        this.checksums = Checksums.of(options.uuid());
        this.layout = new DataLayout(numbering, geometry, options, checksums);
        this.bitmaps = new Bitmaps(geometry, layout.next(), numbering.last());
        this.descriptors = new GroupDescriptors(geometry, bitmaps, checksums, directories());
    }

    /**
     * Plans a file system.
     *
     * @param root its root directory; {@code /lost+found} is added
     * @param options what it is to be like
     * @throws FileSystemFullException when the tree does not fit
     * @throws IllegalArgumentException when ext4 cannot hold something of the tree; the message names it
     */
    public static Ext4FileSystem plan(Directory root, Ext4Options options) {
        Ext4FileSystem planned = new Ext4FileSystem(new Numbering(root, options.timestamp()), options);
        if (planned.layout.next() > planned.geometry.blocks()) {
            throw new FileSystemFullException(
                    "ext4 '" + options.label() + "'",
                    planned.layout.next() * Geometry.BLOCK,
                    planned.geometry.blocks() * Geometry.BLOCK);
        }
        return planned;
    }

    /**
     * The smallest file system that holds a tree and leaves some room.
     *
     * @param options everything but the size, which is ignored
     * @param free how many bytes shall be left for anybody, beyond the share for root alone
     * @return a size in bytes, whole MiB
     */
    public static long sizeFor(Directory root, Ext4Options options, long free) {
        long mib = 1L << 20;
        long size = 16 * mib;
        for (int i = 0; i < ITERATIONS; i++) {
            Ext4Options sized = options.withSize(size);
            long missing;
            try {
                Ext4FileSystem planned = new Ext4FileSystem(new Numbering(root, options.timestamp()), sized);
                long reserved = planned.geometry.blocks() * options.reservedPercent() / 100;
                missing = free + (reserved - planned.freeBlocks()) * Geometry.BLOCK;
            } catch (FileSystemFullException e) {
                missing = e.needed() - e.available();
            }
            if (missing <= 0) {
                return size;
            }
            size += Math.ceilDiv(missing, mib) * mib;
        }
        throw new IllegalArgumentException("no size was found that leaves " + free + " bytes free");
    }

    @Override
    public long length() {
        return options.size();
    }

    @Override
    public String describe() {
        return "ext4 '" + options.label() + "', " + inodesUsed() + " of " + inodes() + " inodes used, " + (free() >> 20)
                + " MiB free";
    }

    /** How many bytes are free, the share for root alone included. */
    public long free() {
        return freeBlocks() * Geometry.BLOCK;
    }

    /** How many inodes are in use, the reserved ones included. */
    public long inodesUsed() {
        return numbering.last();
    }

    /** How many inodes there are. */
    public long inodes() {
        return geometry.inodes();
    }

    @Override
    public void writeTo(ImageSink sink) throws IOException {
        long end = sink.position() + length();
        try (ReadAhead files = new ReadAhead(layout.contents().iterator())) {
            BlockStream out = new BlockStream(sink, areas(), files);
            for (DataLayout.Item item : layout.items()) {
                item.writeTo(out);
            }
            files.finish();
            out.finish(geometry.blocks());
        }
        sink.zerosUntil(end);
    }

    private long freeBlocks() {
        long free = 0;
        for (int g = 0; g < geometry.groups(); g++) {
            free += bitmaps.freeBlocks(g);
        }
        // Negative when the tree did not fit, so that the missing size can be told.
        return free - Math.max(0, layout.next() - geometry.blocks());
    }

    private int[] directories() {
        int[] directories = new int[geometry.groups()];
        for (PlannedInode inode : numbering.inodes()) {
            if (inode.inode() instanceof Directory) {
                directories[(inode.number() - 1) / geometry.inodesPerGroup()]++;
            }
        }
        return directories;
    }

    private List<BlockStream.Area> areas() {
        Superblock superblock = new Superblock(
                options,
                geometry,
                freeBlocks(),
                numbering.last(),
                layout.journalInode().block(),
                layout.journalSize());
        InodeTable table = new InodeTable(geometry, checksums, layout, numbering.inodes(), options.timestamp());
        byte[] descriptorTable = descriptors.encode();
        List<BlockStream.Area> areas = new ArrayList<>();
        for (int g = 0; g < geometry.groups(); g++) {
            int group = g;
            if (Geometry.hasSuperblock(g)) {
                areas.add(new BlockStream.Area(
                        new Run(geometry.firstBlock(g), geometry.superblockBlocks(g)),
                        sink -> writeSuperblock(sink, group, superblock, descriptorTable)));
            }
            areas.add(new BlockStream.Area(
                    new Run(geometry.blockBitmap(g), 1),
                    sink -> writeBitmap(sink, descriptors.blocksUnused(group), bitmaps.blocks(group))));
            areas.add(new BlockStream.Area(
                    new Run(geometry.inodeBitmap(g), 1),
                    sink -> writeBitmap(sink, descriptors.inodesUnused(group), bitmaps.inodes(group))));
            areas.add(new BlockStream.Area(
                    new Run(geometry.inodeTable(g), geometry.inodeTableBlocks()), sink -> table.writeTo(sink, group)));
        }
        areas.sort(Comparator.comparingLong(a -> a.run().start()));
        return areas;
    }

    private void writeSuperblock(ImageSink sink, int group, Superblock superblock, byte[] descriptorTable)
            throws IOException {
        long begin = sink.position();
        // The first superblock leaves room for a boot loader.
        if (group == 0) {
            sink.zeros(Superblock.BYTES);
        }
        sink.write(superblock.encode(group));
        sink.zerosUntil(begin + Geometry.BLOCK);
        sink.write(descriptorTable);
        if (group == 0) {
            sink.write(layout.resizeInode().reservedOfFirstGroup());
        } else {
            sink.zeros((long) geometry.reservedDescriptorBlocks() * Geometry.BLOCK);
        }
    }

    private static void writeBitmap(ImageSink sink, boolean unused, byte[] bits) throws IOException {
        if (unused) {
            sink.zeros(Geometry.BLOCK);
        } else {
            sink.write(bits);
        }
    }
}
