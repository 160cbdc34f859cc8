package org.atomsmith.disk.block;

/** Compresses blocks, one at a time, each by itself. */
public interface BlockCompressor extends AutoCloseable {

    /**
     * Compresses a block.
     *
     * @param to receives the result from its beginning
     * @param most how long the result may be
     * @return the length of the result, 0 when it would be longer than that
     */
    int compress(byte[] from, int offset, int length, byte[] to, int most);

    @Override
    void close();
}
