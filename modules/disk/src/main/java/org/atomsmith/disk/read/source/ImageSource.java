package org.atomsmith.disk.read.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of an image file, at any place. Several threads may read at once. */
public interface ImageSource extends Closeable {

    /** What messages call it: the name of the file, and of the member when it is in an archive. */
    String name();

    /** How many bytes it has. */
    long size();

    /**
     * Reads some bytes.
     *
     * @param to is filled as far as the source reaches
     * @param position where to begin
     * @return how many were read, at least 1 unless the buffer is full; -1 at the end
     * @throws IOException when they cannot be read
     */
    int read(ByteBuffer to, long position) throws IOException;

    /**
     * Where the next bytes are that may be something else than zeros.
     *
     * @return that place, not before {@code position}; the size when only a hole follows
     */
    default long nextData(long position) throws IOException {
        return position;
    }

    /**
     * Where the next hole begins.
     *
     * @return that place, behind {@code position} where there is data; the size when no hole follows
     */
    default long nextHole(long position) throws IOException {
        return size();
    }

    /**
     * Fills a buffer.
     *
     * @param what the bytes are, for the message
     * @throws MalformedImageException when the source ends before the buffer is full
     */
    default void fill(ByteBuffer to, long position, String what) throws IOException {
        if (position < 0 || position > size() || size() - position < to.remaining()) {
            throw new MalformedImageException(
                    name(),
                    position,
                    what + " should be here, " + to.remaining() + " bytes, but the file has only " + size()
                            + " bytes: it is cut off, or its tables are damaged");
        }
        long at = position;
        while (to.hasRemaining()) {
            int n = read(to, at);
            if (n <= 0) {
                throw new MalformedImageException(name(), at, what + " ends here: the file became shorter");
            }
            at += n;
        }
    }

    /**
     * Reads bytes into a buffer of their own, big endian.
     *
     * @param what the bytes are, for the message
     * @throws MalformedImageException when the source has fewer
     */
    default ByteBuffer bytes(long position, int length, String what) throws IOException {
        // What is not there is refused before memory is taken for it.
        if (position < 0 || position > size() || size() - position < length) {
            fill(ByteBuffer.allocate(1).limit(1), size(), what);
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        fill(buffer, position, what);
        return buffer.flip();
    }

    /**
     * A piece of the source; closing it closes the source.
     *
     * @param name what messages call it
     */
    default ImageSource slice(long from, long length, String name) {
        return new SourceSlice(this, from, length, name);
    }
}
