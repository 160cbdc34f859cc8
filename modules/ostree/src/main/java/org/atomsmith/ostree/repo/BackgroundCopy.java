package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.atomsmith.ostree.object.Checksum;

/**
 * Copies file objects from one repository into a transaction on another while something else goes on: compressing an
 * archive while scriptlets run, say. Each object is verified and written once; those that are there are skipped.
 * Thread-safe; close it in every case.
 */
public final class BackgroundCopy implements AutoCloseable {
    private final Repository source;
    private final Transaction target;
    private final LongConsumer progress;
    private final ExecutorService workers;
    private final Set<Checksum> submitted = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<Future<?>> running = new LinkedBlockingQueue<>();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final LongAdder copied = new LongAdder();

    /**
     * Starts the workers.
     *
     * @param threads how many; compression wants one for each processor
     * @param progress told the bytes of each object that is done, from any worker
     */
    public BackgroundCopy(Repository source, Transaction target, int threads, LongConsumer progress) {
        this.source = source;
        this.target = target;
        this.progress = progress;
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("ostree-copy-", 0).factory());
    }

    /** Asks for an object to be copied, in the order of asking; asking again does nothing. Returns at once. */
    public void submit(Checksum content) {
        if (submitted.add(content)) {
            running.add(workers.submit(() -> copy(content)));
        }
    }

    /**
     * Waits until everything that was asked for is in the transaction.
     *
     * @return how many objects were written since the beginning
     * @throws IOException the first failure of any worker
     */
    public long await() throws IOException {
        try {
            for (Future<?> task = running.poll(); task != null; task = running.poll()) {
                task.get();
            }
            return copied.sum();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while copying objects of " + source.path());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("copying objects of " + source.path(), e.getCause());
        }
    }

    private boolean copy(Checksum content) throws IOException {
        boolean done = false;
        try {
            // After a failure the rest would be work for nothing; await() meets the failure first.
            if (!failed.get()) {
                OptionalLong size = target.imports().fromRepository(content, source);
                copied.add(size.isPresent() ? 1 : 0);
                progress.accept(size.orElse(0));
            }
            done = true;
            return done;
        } finally {
            failed.compareAndSet(false, !done);
        }
    }

    /** Stops: what has not begun will not. Waits for what has. */
    @Override
    public void close() {
        workers.shutdownNow();
        workers.close();
    }
}
