package org.atomsmith.ostree.repo;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Compressors at rest: one costs 256 KiB to set up, more than most files cost to compress. */
final class CompressorPool {
    private final int level;
    private final BlockingQueue<Compressor> idle =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    CompressorPool(int level) {
        this.level = level;
    }

    Compressor take() {
        Compressor compressor = idle.poll();
        return compressor == null ? new Compressor(level) : compressor;
    }

    void giveBack(Compressor compressor) {
        if (!idle.offer(compressor)) {
            compressor.end();
        }
    }
}
