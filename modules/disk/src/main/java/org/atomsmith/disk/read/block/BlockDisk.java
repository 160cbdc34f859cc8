package org.atomsmith.disk.read.block;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.parallel.OrderedWork;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;

/**
 * A disk whose bytes an image has in extents. What is stored is read and unpacked on all processors and passed on in the
 * disk's order. No image makes it read more than the file has: stored bytes that are used twice are refused.
 */
public final class BlockDisk implements DiskImage {
    private static final int DENSEST = 1 << 15;
    private static final int SECTOR = 512;

    private final ImageSource source;
    private final Description description;
    private final ExtentMap.Tables tables;
    private final Supplier<Unpacker> unpackers;

    /**
     * What is known of a disk from its image's header.
     *
     * @param format what the format is called
     * @param variant the variant, for a person
     * @param length bytes of the disk
     * @param block bytes of a block, where blocks may be compressed (to no more than twice as many); 0 where none is
     */
    public record Description(String format, String variant, long length, int block) {}

    /**
     * A disk.
     *
     * @param source the image
     * @param tables say where everything is
     * @param unpackers makes an unpacker for each thread
     */
    public BlockDisk(
            ImageSource source, Description description, ExtentMap.Tables tables, Supplier<Unpacker> unpackers) {
        this.source = source;
        this.description = description;
        this.tables = tables;
        this.unpackers = unpackers;
    }

    @Override
    public String format() {
        return description.format();
    }

    @Override
    public String variant() {
        return description.variant();
    }

    @Override
    public long length() {
        return description.length();
    }

    @Override
    public OptionalLong allocated() throws IOException {
        long[] sum = new long[1];
        walk(extent -> {
            if (!(extent instanceof Extent.Zeros)) {
                sum[0] += extent.length();
            }
        });
        return OptionalLong.of(sum[0]);
    }

    @Override
    public void writeTo(ImageSink sink) throws IOException {
        Batches batches = new Batches(source, description, sink);
        try (OrderedWork<Batches.Lane, Batch> work = new OrderedWork<>(
                "disk-read",
                Runtime.getRuntime().availableProcessors(),
                () -> batches.lane(unpackers.get()),
                batches)) {
            walk(extent -> batches.add(extent, work));
            batches.flush(work);
            work.finish();
        }
    }

    /** Takes extents. */
    private interface Visitor {
        void visit(Extent extent) throws IOException;
    }

    private void walk(Visitor visitor) throws IOException {
        ExtentMap map = tables.open();
        long stored = 0;
        for (long at = 0; at < length(); ) {
            Extent extent = within(map.at(at), length() - at);
            stored += storedBytes(extent);
            if (stored > source.size()) {
                throw new MalformedImageException(
                        source.name(),
                        position(extent),
                        "up to byte " + (at + extent.length()) + " of the disk the tables name " + stored
                                + " bytes of a file of " + source.size()
                                + ": they name some bytes twice, or some that are cut off");
            }
            visitor.visit(extent);
            at += extent.length();
        }
    }

    private static Extent within(Extent extent, long left) {
        long length = Math.min(extent.length(), left);
        return switch (extent) {
            case Extent.Zeros _ -> new Extent.Zeros(length);
            case Extent.Stored stored -> new Extent.Stored(length, stored.position());
            case Extent.Packed packed -> new Extent.Packed(length, packed.position(), packed.packed());
        };
    }

    /**
     * How many bytes of the file an extent has for itself, at least. Neighbours may share the sectors that packed ones end
     * in; but no method packs more densely than zstd, which needs 4 bytes for 128 KiB of one value.
     */
    private static long storedBytes(Extent extent) {
        return switch (extent) {
            case Extent.Zeros _ -> 0;
            case Extent.Stored stored -> stored.length();
            case Extent.Packed packed -> Math.max(packed.length() / DENSEST, packed.packed() - 2L * SECTOR);
        };
    }

    private static long position(Extent extent) {
        return switch (extent) {
            case Extent.Zeros _ -> 0;
            case Extent.Stored stored -> stored.position();
            case Extent.Packed packed -> packed.position();
        };
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
