package org.atomsmith.ostree.repo;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/** Compressors at rest: one costs up to 1.4 MB to set up, more than most files cost to compress. */
final class CompressorPool {
    private final Supplier<Compressor> factory;
    private final BlockingQueue<Compressor> idle =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    CompressorPool(Supplier<Compressor> factory) {
        this.factory = factory;
    }

    Compressor take() {
        Compressor compressor = idle.poll();
        return compressor == null ? factory.get() : compressor;
    }

    void giveBack(Compressor compressor) {
        if (!idle.offer(compressor)) {
            compressor.end();
        }
    }
}
