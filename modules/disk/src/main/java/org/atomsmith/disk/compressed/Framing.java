package org.atomsmith.disk.compressed;

import java.nio.ByteBuffer;

/** What a format puts around the compressed chunks of one stream; it is told of all chunks in their order. */
interface Framing {
    /** Nothing. */
    ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /**
     * A compressed chunk.
     *
     * @param content how many bytes it had
     * @param packed how many bytes it has
     * @param crc32 of the content
     */
    record Sizes(long content, long packed, int crc32) {}

    /** What the stream begins with. */
    ByteBuffer head();

    /** What comes before a chunk. */
    ByteBuffer before(Sizes chunk);

    /** What comes after that chunk. */
    ByteBuffer after(Sizes chunk);

    /** What the stream ends with. */
    ByteBuffer tail();
}
