package org.atomsmith.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the bytes of a disk, or of a part of one, from front to back. A sink belongs to one thread.
 *
 * <p>{@link #finish()} completes the result and makes it visible; {@link #close()} without it throws the work away, so
 * that try-with-resources around a failing writer leaves nothing half-made.
 */
public interface ImageSink extends Closeable {

    /**
     * Writes all the remaining bytes of a buffer. The buffer is the caller's again on return.
     *
     * @throws IOException when the bytes cannot be written
     */
    void write(ByteBuffer data) throws IOException;

    /**
     * Writes zeros, which a format may keep as a hole.
     *
     * @param count how many, 0 or more
     * @throws IOException when they cannot be written
     */
    void zeros(long count) throws IOException;

    /** How many bytes were written so far. */
    long position();

    /**
     * Completes the result: nothing can be written afterwards.
     *
     * @throws IOException when what was written cannot be completed
     */
    void finish() throws IOException;

    /** Lets go of everything; what was not {@linkplain #finish() finished} is removed. */
    @Override
    void close() throws IOException;

    /** Writes an array. */
    default void write(byte[] data) throws IOException {
        write(ByteBuffer.wrap(data));
    }

    /**
     * Writes zeros up to a position.
     *
     * @throws IllegalStateException when the position is already behind
     */
    default void zerosUntil(long position) throws IOException {
        long count = position - position();
        if (count < 0) {
            throw new IllegalStateException("cannot pad to byte " + position + ": already at byte " + position());
        }
        zeros(count);
    }
}
