package org.atomsmith.ostree.repo;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.Inflater;

/** Decompressors for raw deflate, which are dear to make: as many as there were threads at once. */
final class InflaterPool {
    private final ConcurrentLinkedQueue<Inflater> idle = new ConcurrentLinkedQueue<>();

    /** One that is ready; give it back. */
    Inflater take() {
        return Optional.ofNullable(idle.poll()).orElseGet(() -> new Inflater(true));
    }

    void giveBack(Inflater inflater) {
        inflater.reset();
        idle.add(inflater);
    }
}
