package org.atomsmith.ostree.concurrent;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do small tasks, one for each processor. How many tasks wait is bounded, so that memory is; after a failure
 * the rest is not begun.
 */
public final class Workers implements AutoCloseable {
    private static final int WAITING = 512;

    private final ExecutorService threads;
    private final Semaphore room = new Semaphore(WAITING);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** A task. */
    @FunctionalInterface
    public interface Task {
        /** Does it. */
        void run() throws IOException;
    }

    /**
     * Threads, begun when they are needed.
     *
     * @param name how they are called in a thread dump, before their numbers
     */
    public Workers(String name) {
        this.threads = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    /** Hands a task over; waits while too many wait. Throws what an earlier task failed with. */
    public void submit(Task task) throws IOException {
        throwFailure();
        acquire(1);
        threads.execute(() -> {
            try {
                if (failure.get() == null) {
                    task.run();
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            } finally {
                room.release();
            }
        });
    }

    /**
     * Waits for all tasks.
     *
     * @throws IOException what the first that failed threw
     */
    public void await() throws IOException {
        acquire(WAITING);
        room.release(WAITING);
        throwFailure();
    }

    private void acquire(int permits) throws IOException {
        try {
            room.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void throwFailure() throws IOException {
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /** Waits for the tasks that have begun. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
