package org.atomsmith.disk.ext4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.atomsmith.disk.filesystem.BlockAllocator;
import org.atomsmith.disk.filesystem.BlockStream;
import org.atomsmith.disk.filesystem.Run;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.ReadAhead;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SymbolicLink;

/**
 * Gives every file its blocks and remembers in which order they are to be written: the file system's own inodes,
 * directories, extended attributes, and then the files in the order of their inodes.
 */
final class DataLayout {
    private static final int LOST_AND_FOUND_BLOCKS = 4;

    private final Numbering numbering;
    private final Ext4Options options;
    private final Checksums checksums;
    private final HalfMd4 hash;
    private final BlockAllocator allocator;
    private final List<Item> items = new ArrayList<>();
    private final List<ReadAhead.File> contents = new ArrayList<>();
    private final ResizeInode resize;
    private final List<Run> journal;
    private final int journalBlocks;

    /** Writes some blocks of data. */
    @FunctionalInterface
    interface Item {
        /** Writes exactly the blocks that were given to it. */
        void writeTo(BlockStream out) throws IOException;
    }

    /** A block of extended attributes that several inodes share. */
    private static final class SharedXattrs {
        final byte[] block;
        final long place;
        int references;

        SharedXattrs(byte[] block, long place) {
            this.block = block;
            this.place = place;
        }
    }

    /** Lays out everything that the numbering knows. */
    DataLayout(Numbering numbering, Geometry geometry, Ext4Options options, Checksums checksums) {
        this.numbering = numbering;
        this.options = options;
        this.checksums = checksums;
        this.hash = new HalfMd4(options.hashSeed());
        this.allocator = new BlockAllocator(geometry.fixed());
        this.resize = layOutResizeInode(geometry);
        this.journalBlocks = Journal.blocks(geometry.blocks());
        this.journal = layOutJournal();
        layOutDirectories();
        layOutXattrs();
        layOutLinks();
        layOutFiles();
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

    /** The inode that keeps room for growth. */
    ResizeInode resizeInode() {
        return resize;
    }

    /** The journal's inode. */
    InodeRecord journalInode() {
        byte[] root = new ExtentTree(journal).encode(new long[0], 0).root();
        return new InodeRecord(
                0x8180,
                0,
                0,
                journalSize(),
                1,
                journalBlocks,
                InodeRecord.FLAG_EXTENTS,
                root,
                0,
                options.timestamp(),
                options.timestamp(),
                new byte[0]);
    }

    /** The journal's size in bytes. */
    long journalSize() {
        return (long) journalBlocks * Geometry.BLOCK;
    }

    private ResizeInode layOutResizeInode(Geometry geometry) {
        if (geometry.reservedDescriptorBlocks() == 0) {
            return new ResizeInode(geometry, 0);
        }
        ResizeInode inode =
                new ResizeInode(geometry, allocator.take(1).getFirst().start());
        items.add(out -> out.write(inode.doubleIndirect()));
        return inode;
    }

    private List<Run> layOutJournal() {
        items.add(out -> {
            out.write(Journal.superblock(journalBlocks, options.uuid()));
            out.zeroBlocks(journalBlocks - 1);
        });
        return allocator.take(journalBlocks);
    }

    private void layOutDirectories() {
        for (PlannedInode inode : numbering.inodes()) {
            if (inode.number() == Numbering.LOST_AND_FOUND) {
                place(inode, LOST_AND_FOUND_BLOCKS, out -> {
                    for (byte[] block : DirectoryBlocks.lostAndFound(
                            inode.number(), inode.parent(), LOST_AND_FOUND_BLOCKS, checksums.ofInode(inode.number()))) {
                        out.write(block);
                    }
                });
                inode.size = (long) LOST_AND_FOUND_BLOCKS * Geometry.BLOCK;
            } else if (inode.inode() instanceof Directory directory) {
                // Encoded again when written: keeping all of them would cost as much memory as they have bytes.
                DirectoryBlocks blocks = numbering.blocks(inode, directory, hash);
                inode.indexed = blocks.indexed();
                inode.size = (long) blocks.count() * Geometry.BLOCK;
                place(inode, blocks.count(), out -> {
                    for (byte[] block :
                            numbering.blocks(inode, directory, hash).encode(checksums.ofInode(inode.number()))) {
                        out.write(block);
                    }
                });
            }
        }
    }

    private void layOutXattrs() {
        Map<ByteBuffer, SharedXattrs> shared = new LinkedHashMap<>();
        for (PlannedInode inode : numbering.inodes()) {
            XattrArea.Split split = XattrArea.split(Xattr.of(inode.attributes().xattrs(), inode.path()), inode.path());
            inode.xattrs = split.inInode();
            if (!split.inBlock().isEmpty()) {
                byte[] block = XattrArea.block(split.inBlock());
                ByteBuffer key = ByteBuffer.wrap(block);
                SharedXattrs present = shared.get(key);
                if (present == null || present.references == XattrArea.MOST_SHARED) {
                    SharedXattrs made =
                            new SharedXattrs(block, allocator.take(1).getFirst().start());
                    items.add(out ->
                            out.write(XattrArea.complete(made.block, made.references, made.place, checksums.seed())));
                    shared.put(key, made);
                    present = made;
                }
                present.references++;
                inode.xattrBlock = present.place;
            }
        }
    }

    private void layOutLinks() {
        for (PlannedInode inode : numbering.inodes()) {
            if (inode.inode() instanceof SymbolicLink link) {
                byte[] target = link.targetBytes();
                inode.size = target.length;
                if (target.length >= Geometry.BLOCK) {
                    throw new IllegalArgumentException(
                            inode.path() + ": a link to " + target.length + " bytes is too long for ext4 (4095)");
                }
                if (!inode.isFastLink()) {
                    place(inode, 1, out -> out.write(target));
                }
            }
        }
    }

    private void layOutFiles() {
        for (PlannedInode inode : numbering.inodes()) {
            if (inode.inode() instanceof RegularFile file) {
                inode.size = file.content().size();
                if (inode.size > 0) {
                    long blocks = Math.ceilDiv(inode.size, (long) Geometry.BLOCK);
                    if (!(file.content() instanceof ContentSource.Inline)) {
                        contents.add(new ReadAhead.File(file.content(), inode.path()));
                    }
                    place(inode, blocks, out -> out.write(file.content()));
                }
            }
        }
    }

    /** Takes blocks for an inode's content, and behind it those of its extent tree when it needs any. */
    private void place(PlannedInode inode, long blocks, Item item) {
        inode.runs = allocator.take(blocks);
        items.add(item);
        int treeBlocks = new ExtentTree(inode.runs).blocks();
        if (treeBlocks > 0) {
            inode.treePlaces = places(allocator.take(treeBlocks));
            items.add(out -> {
                for (byte[] block : new ExtentTree(inode.runs)
                        .encode(inode.treePlaces, checksums.ofInode(inode.number()))
                        .blocks()) {
                    out.write(block);
                }
            });
        }
    }

    private static long[] places(List<Run> runs) {
        return runs.stream()
                .flatMapToLong(r -> LongStream.range(r.start(), r.end()))
                .toArray();
    }
}
