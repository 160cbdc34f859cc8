package org.atomsmith.disk.compressed;

import java.io.IOException;

/** Compresses chunks, each by itself, for one thread. */
interface Compressor extends AutoCloseable {

    /**
     * Compresses a chunk.
     *
     * @param offset where the chunk begins in {@code from}
     * @param to gets the result, is empty before
     * @throws IOException when there is no memory
     */
    void compress(byte[] from, int offset, int length, Packed to) throws IOException;

    @Override
    void close();
}
