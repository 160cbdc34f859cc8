package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the bytes of one file at any place and in any order: a file of its own, or a member of an archive. */
public interface PositionedTarget {

    /**
     * Writes the remaining bytes of a buffer at a place of the file.
     *
     * @throws IOException when they cannot be written
     */
    void write(ByteBuffer bytes, long position) throws IOException;

    /**
     * Makes the file at least so long; what was not written reads as zeros.
     *
     * @param size 1 or more
     * @throws IOException when it cannot be written
     */
    void extendTo(long size) throws IOException;
}
