package org.atomsmith.cli.progress;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something again and again, on a thread of its own that keeps no program alive, until it is closed. */
final class Ticker implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);

    Ticker(Duration every, Runnable tick) {
        Thread.ofPlatform().name("progress").daemon().start(() -> {
            try {
                while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    tick.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
