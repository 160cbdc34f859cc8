package org.atomsmith.disk.read.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A table of numbers in an image, read piece by piece as it is asked for from front to back. For one thread. */
public final class EntryTable {
    private static final int WINDOW_BYTES = 1 << 16;

    private final ImageSource source;
    private final String what;
    private final long position;
    private final long count;
    private final int width;
    private final ByteOrder order;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;

    /**
     * A table.
     *
     * @param what it is, for messages
     * @param position where it begins
     * @param count how many entries it has
     * @param width bytes of an entry, 4 or 8
     * @throws MalformedImageException when the source ends before the table does
     */
    public EntryTable(ImageSource source, String what, long position, long count, int width, ByteOrder order)
            throws MalformedImageException {
        if (position < 0 || count < 0 || position > source.size() || (source.size() - position) / width < count) {
            throw new MalformedImageException(
                    source.name(),
                    position,
                    what + " should be here, " + count + " entries of " + width + " bytes, but the file has only "
                            + source.size() + " bytes: it is cut off or damaged");
        }
        this.source = source;
        this.what = what;
        this.position = position;
        this.count = count;
        this.width = width;
        this.order = order;
    }

    /** How many entries it has. */
    public long count() {
        return count;
    }

    /** Where an entry is in the file. */
    public long positionOf(long index) {
        return position + index * width;
    }

    /**
     * An entry; one of 4 bytes has no sign.
     *
     * @throws IOException when it cannot be read
     */
    public long get(long index) throws IOException {
        if (index < 0 || index >= count) {
            throw new MalformedImageException(
                    source.name(), position, what + " has " + count + " entries, number " + index + " is needed");
        }
        long in = (index - windowAt) * width;
        if (in < 0 || in >= window.limit()) {
            int length = (int) Math.min(WINDOW_BYTES, (count - index) * width);
            window = source.bytes(positionOf(index), length, what).order(order);
            windowAt = index;
            in = 0;
        }
        return width == Integer.BYTES ? Integer.toUnsignedLong(window.getInt((int) in)) : window.getLong((int) in);
    }
}
