package org.atomsmith.host.bus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.atomsmith.linux.Wait;

/** The one thread that everything on D-Bus happens in: it waits for all connections at once. */
final class Loop implements AutoCloseable {
    private final Wait wait;
    private final List<Source> sources = new ArrayList<>();
    private final ConcurrentLinkedQueue<Task> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** Something to wait for. */
    interface Source {
        /** What it is waited for at. */
        Wait.Interest interest() throws IOException;

        /** Whether there is something to do without waiting. */
        default boolean isReady() throws IOException {
            return false;
        }

        /** Does what there is to do; called after every wait, so there may be nothing. */
        void happened() throws IOException;
    }

    /** Something to do in the loop's thread. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    Loop() throws IOException {
        this.wait = Wait.open();
    }

    void add(Source source) {
        sources.add(source);
    }

    void remove(Source source) {
        sources.remove(source);
    }

    /** Has something done in the loop's thread, by any thread. */
    void post(Task task) {
        tasks.add(task);
        try {
            wait.wake();
        } catch (IOException e) {
            throw new IllegalStateException("waking the loop", e);
        }
    }

    /** Ends {@link #run}. */
    void stop() {
        stopped = true;
    }

    /**
     * Waits and does what there is to do until it is stopped.
     *
     * @param every called after each wait, and at least once a second
     */
    void run(Task every) throws IOException {
        while (!stopped) {
            boolean busy = !tasks.isEmpty();
            List<Wait.Interest> interests = new ArrayList<>();
            for (Source source : sources) {
                interests.add(source.interest());
                busy |= source.isReady();
            }
            wait.await(interests, busy ? 0 : 1000);
            for (Source source : List.copyOf(sources)) {
                if (sources.contains(source)) {
                    source.happened();
                }
            }
            for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            every.run();
        }
    }

    @Override
    public void close() throws IOException {
        wait.close();
    }
}
