package org.atomsmith.disk.xfs;

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
 * An XFS file system, planned completely and then written front to back in one pass. The same tree and options give the
 * same bytes.
 *
 * <p>Version 5 as mkfs.xfs makes it: checksums, types in directories, free inodes' trees with counters, sparse chunks of
 * inodes, shared blocks (reflink), times beyond 2038. The inodes stand in front of everything else, directories precede
 * the files, which follow in the order of their paths.
 */
public final class XfsFileSystem implements Part {
    private static final int ITERATIONS = 64;
    private static final long MIB = 1L << 20;
    /** What Linux keeps back of what is free, in bytes and as a share of all. */
    private static final long KEPT_BACK = 36 * MIB;

    private static final int SHARE_KEPT_BACK = 100;

    private final XfsOptions options;
    private final Geometry geometry;
    private final Numbering numbering;
    private final DataLayout layout;

    private XfsFileSystem(Numbering numbering, XfsOptions options) {
        this.options = options;
        this.numbering = numbering;
        this.geometry = new Geometry(options.size(), numbering.inodes().size());
        this.layout = new DataLayout(numbering, geometry, options);
    }

    /**
     * Plans a file system.
     *
     * @param root its root directory
     * @param options what it is to be like; at least 300 MiB
     * @throws FileSystemFullException when the tree does not fit
     * @throws IllegalArgumentException when XFS cannot hold something of the tree; the message names it
     */
    public static XfsFileSystem plan(Directory root, XfsOptions options) {
        XfsFileSystem planned = new XfsFileSystem(new Numbering(root, options.timestamp()), options);
        if (planned.missing() > 0) {
            throw new FileSystemFullException(
                    "XFS '" + options.label() + "'",
                    (planned.geometry.blocks() + planned.missing()) * Geometry.BLOCK,
                    planned.geometry.blocks() * Geometry.BLOCK);
        }
        return planned;
    }

    /**
     * The smallest file system that holds a tree and leaves some room.
     *
     * @param options everything but the size, which is ignored
     * @param free how many bytes shall be left for anybody, beyond what Linux keeps back
     * @return a size in bytes, whole MiB
     */
    public static long sizeFor(Directory root, XfsOptions options, long free) {
        long size = Geometry.SMALLEST;
        for (int i = 0; i < ITERATIONS; i++) {
            XfsFileSystem planned = new XfsFileSystem(new Numbering(root, options.timestamp()), options.withSize(size));
            long kept = KEPT_BACK + size / SHARE_KEPT_BACK;
            long missing = planned.missing() > 0 ? planned.missing() * Geometry.BLOCK : free + kept - planned.free();
            if (missing <= 0) {
                return size;
            }
            size += Math.ceilDiv(missing, MIB) * MIB;
        }
        throw new IllegalArgumentException("no size was found that leaves " + free + " bytes free");
    }

    /** By how many blocks the tree is too large; 0 or less when it fits. */
    private long missing() {
        return layout.next() - geometry.blocks();
    }

    @Override
    public long length() {
        return options.size();
    }

    @Override
    public String describe() {
        return "XFS '" + options.label() + "', " + numbering.inodes().size() + " inodes, "
                + geometry.groups().size() + " groups of at most " + (geometry.groupBlocks() * Geometry.BLOCK / MIB)
                + " MiB, " + (free() / MIB) + " MiB free";
    }

    /** How many bytes are free, what Linux keeps back included. */
    public long free() {
        return freeBlocks() * Geometry.BLOCK;
    }

    private long freeBlocks() {
        long free = 0;
        for (Group group : geometry.groups()) {
            free += geometry.free(group, layout.next()).stream()
                            .mapToLong(Run::count)
                            .sum()
                    + Group.RESERVE_BLOCKS;
        }
        return free;
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

    private List<BlockStream.Area> areas() {
        long used = numbering.inodes().size();
        int freeInodes = (int) (geometry.inodes() - used);
        byte[] superblock = Superblock.encode(options, geometry, freeInodes, freeBlocks());
        List<BlockStream.Area> areas = new ArrayList<>();
        long index = 0;
        for (Group group : geometry.groups()) {
            long first = index;
            index += group.chunks() * Geometry.CHUNK_INODES;
            // Only the last chunk has free ones.
            int free = first < used && used < index ? freeInodes : 0;
            GroupHead head = new GroupHead(group, options.uuid(), geometry.free(group, layout.next()), free);
            areas.add(area(group.start(), Group.HEAD_BLOCKS, sink -> sink.write(head.encode(superblock))));
            if (group.chunks() > 0) {
                long blocks = group.chunks() * Geometry.CHUNK_BLOCKS;
                areas.add(area(group.start() + group.inodes(), blocks, sink -> writeInodes(sink, first, blocks)));
            }
            if (group.leaves() > 0) {
                long place = group.start() + group.leavesPlace();
                areas.add(area(place, group.leaves(), sink -> sink.write(head.inodeLeaves())));
            }
        }
        areas.add(area(geometry.log(), geometry.logBlocks(), sink -> {
            long begin = sink.position();
            sink.write(Log.begin(options.uuid()));
            sink.zerosUntil(begin + geometry.logBlocks() * Geometry.BLOCK);
        }));
        areas.sort(Comparator.comparingLong(a -> a.run().start()));
        return areas;
    }

    private static BlockStream.Area area(long start, long count, BlockStream.Content content) {
        return new BlockStream.Area(new Run(start, count), content);
    }

    private void writeInodes(ImageSink sink, long first, long blocks) throws IOException {
        InodeRecord record = new InodeRecord(options, geometry);
        List<PlannedInode> inodes = numbering.inodes();
        for (long i = first; i < first + (blocks << Geometry.INODES_PER_BLOCK_LOG); i++) {
            sink.write(i < inodes.size() ? record.encode(inodes.get((int) i)) : record.unused(i));
        }
    }
}
