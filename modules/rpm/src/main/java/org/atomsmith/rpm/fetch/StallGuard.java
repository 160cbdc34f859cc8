package org.atomsmith.rpm.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Closes a stream whose bytes stop coming, so that the blocked reader fails instead of waiting for ever. */
final class StallGuard implements AutoCloseable {
    private final AtomicLong lastProgress = new AtomicLong(System.nanoTime());
    private final Thread watch;
    private final Duration patience;
    private volatile boolean stalled;

    StallGuard(Closeable stream, Duration patience) {
        this.patience = patience;
        watch = Thread.ofVirtual().start(() -> {
            try {
                long left;
                while ((left = patience.toNanos() - (System.nanoTime() - lastProgress.get())) > 0) {
                    Thread.sleep(Duration.ofNanos(left));
                }
                stalled = true;
                stream.close();
            } catch (InterruptedException e) {
                // The transfer ended; there is nothing left to guard.
            } catch (IOException e) {
                // The reader sees the stream's failure itself.
            }
        });
    }

    /** One read from the guarded stream. */
    @FunctionalInterface
    interface Read<T> {
        T run() throws IOException;
    }

    /** Reads, counts that as a sign of life, and says in words what went wrong. */
    <T> T reading(URI uri, Read<T> read) throws FetchException, InterruptedIOException {
        try {
            T result = read.run();
            lastProgress.set(System.nanoTime());
            if (!stalled) {
                return result;
            }
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("download of " + uri + " was interrupted");
            }
            if (!stalled) {
                throw new FetchException.Unreachable(uri + ": " + Transport.reason(uri, e), e);
            }
        }
        throw new FetchException.Unreachable(
                uri + ": no byte came for " + patience.toSeconds() + " s; check the network");
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
