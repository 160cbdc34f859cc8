package org.atomsmith.disk.compressed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.atomsmith.disk.parallel.BlockMemory;

/** Compresses what is not remembered. */
final class RememberingCompressor implements Compressor {
    private final BlockMemory.Recall recall;
    private final Compressor compressor;

    RememberingCompressor(BlockMemory.Recall recall, Compressor compressor) {
        this.recall = recall;
        this.compressor = compressor;
    }

    @Override
    public void compress(byte[] from, int offset, int length, Packed to) throws IOException {
        Optional<ByteBuffer> known = recall.find(from, offset, length);
        if (known.isPresent()) {
            to.write(known.get().array(), 0, known.get().remaining());
            return;
        }
        compressor.compress(from, offset, length, to);
        recall.remember(to.content());
    }

    @Override
    public void close() {
        compressor.close();
    }
}
