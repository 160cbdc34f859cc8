package org.atomsmith.disk.read.block;

import java.io.IOException;

/** Unpacks compressed blocks, for one thread. */
public interface Unpacker extends AutoCloseable {
    /** For formats that compress nothing. */
    Unpacker NONE = (_, _, _) -> {
        throw new IOException("nothing is compressed in this format");
    };

    /**
     * Unpacks one block.
     *
     * @param packed the compressed bytes, from its beginning
     * @param packedLength how many; some of the last may not belong to them
     * @param length how many bytes of the block are wanted
     * @return has the block from its beginning, until the next call
     * @throws IOException when they are damaged, or make fewer bytes; the message says only what is wrong
     */
    byte[] unpack(byte[] packed, int packedLength, int length) throws IOException;

    @Override
    default void close() {}
}
