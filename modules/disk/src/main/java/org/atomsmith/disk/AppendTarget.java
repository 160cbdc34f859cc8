package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the bytes of one file from front to back: a file of its own, or a member of an archive. What was appended can be
 * replaced at the end, for a head that holds what is known only then.
 */
public interface AppendTarget {

    /**
     * Adds the remaining bytes of a buffer at the end.
     *
     * @throws IOException when they cannot be written
     */
    void append(ByteBuffer bytes) throws IOException;

    /**
     * Replaces bytes that were appended.
     *
     * @param position where the first of them is, counted from the beginning of this target
     * @param bytes the remaining bytes of this buffer replace them
     * @throws IOException when they cannot be written
     */
    void replace(long position, ByteBuffer bytes) throws IOException;

    /** How many bytes were appended so far. */
    long length();
}
