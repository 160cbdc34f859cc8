package org.atomsmith.disk.parallel;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Tasks that run on several threads, and a taker that is given their results one after the other, in the order of the
 * tasks, by the thread that submits them. So many tasks, by default two for each thread and one more, wait or run at a
 * time, so memory stays flat.
 *
 * @param <L> what one thread works with: a compressor and its buffers
 * @param <T> what a task results in
 */
public final class OrderedWork<L extends AutoCloseable, T> implements Closeable {
    private final ExecutorService threads;
    private final BlockingQueue<L> lanes = new LinkedBlockingQueue<>();
    private final Deque<Future<T>> running = new ArrayDeque<>();
    private final int mostRunning;
    private final Taker<T> taker;

    /** A task. */
    @FunctionalInterface
    public interface Task<L, T> {
        /**
         * Does the work.
         *
         * @param lane belongs to this task until it ends
         */
        T run(L lane) throws IOException;
    }

    /** Takes results. */
    @FunctionalInterface
    public interface Taker<T> {
        /** Takes the next result. */
        void take(T result) throws IOException;
    }

    /**
     * Starts threads.
     *
     * @param name what they are called
     * @param count how many, 1 or more
     * @param lane makes what one of them works with; it is closed at the end
     * @param taker is called within {@link #submit} and {@link #finish}
     */
    public OrderedWork(String name, int count, Supplier<L> lane, Taker<T> taker) {
        this(name, count, 2 * count + 1, lane, taker);
    }

    /**
     * Starts threads.
     *
     * @param name what they are called
     * @param count how many, 1 or more
     * @param waiting how many tasks may be begun without their results being taken, {@code count} or more
     * @param lane makes what one of them works with; it is closed at the end
     * @param taker is called within {@link #submit} and {@link #finish}
     */
    public OrderedWork(String name, int count, int waiting, Supplier<L> lane, Taker<T> taker) {
        this.mostRunning = waiting;
        this.taker = taker;
        for (int i = 0; i < count; i++) {
            lanes.add(lane.get());
        }
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    }

    /**
     * Begins a task, when there are too many after waiting for the oldest and taking its result.
     *
     * @throws IOException when a task failed, or the taker
     */
    public void submit(Task<L, T> task) throws IOException {
        running.add(threads.submit(() -> {
            L lane = lanes.take();
            try {
                return task.run(lane);
            } finally {
                lanes.add(lane);
            }
        }));
        while (running.size() > mostRunning) {
            takeOldest();
        }
    }

    /**
     * Waits for all tasks, and takes their results.
     *
     * @throws IOException when a task failed, or the taker
     */
    public void finish() throws IOException {
        while (!running.isEmpty()) {
            takeOldest();
        }
    }

    private void takeOldest() throws IOException {
        T result;
        try {
            result = running.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an image was compressed", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("a part of an image could not be compressed: " + e.getCause(), e);
        }
        taker.take(result);
    }

    /** Ends the threads; tasks that did not begin are left out. */
    @Override
    public void close() throws IOException {
        running.forEach(task -> task.cancel(false));
        threads.close();
        for (L lane : lanes) {
            try {
                lane.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("cannot let go of a compressor", e);
            }
        }
        lanes.clear();
    }
}
