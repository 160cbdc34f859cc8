package org.atomsmith.disk.block;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.atomsmith.disk.parallel.BlockMemory;

/** Compresses what is not remembered. That a block is stored as it is, a length of 0, is remembered as well. */
final class RememberingCompressor implements BlockCompressor {
    private final BlockMemory.Recall recall;
    private final BlockCompressor compressor;

    RememberingCompressor(BlockMemory.Recall recall, BlockCompressor compressor) {
        this.recall = recall;
        this.compressor = compressor;
    }

    @Override
    public int compress(byte[] from, int offset, int length, byte[] to, int most) {
        try {
            Optional<ByteBuffer> known = recall.find(from, offset, length);
            if (known.isPresent() && known.get().remaining() <= most) {
                int n = known.get().remaining();
                known.get().get(to, 0, n);
                return n;
            }
            int n = compressor.compress(from, offset, length, to, most);
            recall.remember(ByteBuffer.wrap(to, 0, n));
            return n;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        compressor.close();
    }
}
