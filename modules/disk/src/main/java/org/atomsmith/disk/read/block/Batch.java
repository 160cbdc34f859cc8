package org.atomsmith.disk.read.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;

/** Some of a disk's bytes, in order: extents that one thread reads and unpacks, and zeros behind them. */
final class Batch {
    /** Holes up to this size are kept inside a batch, as bytes. */
    private static final int SMALL_HOLE = 1 << 16;

    private final byte[] content;
    private final List<Extent> extents = new ArrayList<>();
    private int length;
    private long zerosBehind;

    Batch(int capacity) {
        this.content = new byte[capacity];
    }

    /** The bytes, once filled. */
    byte[] content() {
        return content;
    }

    /** How many. */
    int length() {
        return length;
    }

    /** How many zeros follow. */
    long zerosBehind() {
        return zerosBehind;
    }

    boolean isEmpty() {
        return length == 0 && zerosBehind == 0;
    }

    /** Whether more bytes may be added. */
    boolean canHold(long bytes) {
        return zerosBehind == 0 && content.length - length >= bytes;
    }

    void clear() {
        extents.clear();
        length = 0;
        zerosBehind = 0;
    }

    /** Adds bytes that are stored. */
    void add(Extent extent) {
        extents.add(extent);
        length += (int) extent.length();
    }

    /** Adds zeros. */
    void zeros(long count) {
        if (count <= SMALL_HOLE && canHold(count)) {
            add(new Extent.Zeros(count));
        } else {
            zerosBehind += count;
        }
    }

    /** Reads and unpacks everything. */
    void fill(ImageSource source, Batches.Lane lane) throws IOException {
        int at = 0;
        for (Extent extent : extents) {
            int n = (int) extent.length();
            switch (extent) {
                case Extent.Zeros _ -> Arrays.fill(content, at, at + n, (byte) 0);
                case Extent.Stored stored ->
                    source.fill(ByteBuffer.wrap(content, at, n), stored.position(), "the disk's content");
                case Extent.Packed packed -> System.arraycopy(unpack(source, packed, lane), 0, content, at, n);
            }
            at += n;
        }
    }

    private static byte[] unpack(ImageSource source, Extent.Packed extent, Batches.Lane lane) throws IOException {
        source.fill(ByteBuffer.wrap(lane.packed(), 0, extent.packed()), extent.position(), "a compressed block");
        try {
            return lane.unpacker().unpack(lane.packed(), extent.packed(), (int) extent.length());
        } catch (MalformedImageException e) {
            throw e;
        } catch (IOException e) {
            throw new MalformedImageException(
                    source.name(), extent.position(), "a compressed block is damaged: " + e.getMessage());
        }
    }
}
