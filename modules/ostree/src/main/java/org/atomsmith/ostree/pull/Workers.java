package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Threads that do tasks which make more tasks, until there are none. The first failure stops all. Tasks that find more
 * tasks go before those that do not: so the whole of the work is known soon.
 */
final class Workers {
    private final int threads;
    private final Task giveUp;
    private final Deque<Task> finding = new ArrayDeque<>();
    private final Deque<Task> others = new ArrayDeque<>();
    private final List<Thread> started = new ArrayList<>();
    private int running;
    private Optional<Throwable> failure = Optional.empty();

    /** Something to do. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    /**
     * Workers.
     *
     * @param giveUp ends what other workers wait for, once one has failed
     */
    Workers(int threads, Task giveUp) {
        this.threads = threads;
        this.giveUp = giveUp;
    }

    /** Adds a task that finds others. */
    synchronized void find(Task task) {
        finding.add(task);
        notify();
    }

    /** Adds a task that does not. */
    synchronized void add(Task task) {
        others.add(task);
        notify();
    }

    /**
     * Does everything.
     *
     * @throws IOException the first failure of any task
     */
    void run() throws IOException {
        for (int i = 0; i < threads; i++) {
            started.add(Thread.ofPlatform().daemon().name("ostree-pull-", i).unstarted(this::work));
        }
        started.forEach(Thread::start);
        try {
            for (Thread thread : started) {
                thread.join();
            }
        } catch (InterruptedException e) {
            stop(e);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while pulling");
        }
        if (failure.isPresent()) {
            switch (failure.get()) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IOException(e);
            }
        }
    }

    private void work() {
        for (Optional<Task> task = next(); task.isPresent(); task = next()) {
            try {
                task.get().run();
            } catch (IOException | RuntimeException | Error e) {
                stop(e);
            } finally {
                done();
            }
        }
    }

    private synchronized Optional<Task> next() {
        while (true) {
            if (failure.isPresent()) {
                return Optional.empty();
            }
            Task task = finding.isEmpty() ? others.poll() : finding.poll();
            if (task != null) {
                running++;
                return Optional.of(task);
            }
            if (running == 0) {
                notifyAll();
                return Optional.empty();
            }
            try {
                wait();
            } catch (InterruptedException e) {
                return Optional.empty();
            }
        }
    }

    private synchronized void done() {
        running--;
        if (running == 0 && finding.isEmpty() && others.isEmpty()) {
            notifyAll();
        }
    }

    private void stop(Throwable cause) {
        synchronized (this) {
            if (failure.isPresent()) {
                return;
            }
            failure = Optional.of(cause);
            finding.clear();
            others.clear();
            started.stream().filter(thread -> thread != Thread.currentThread()).forEach(Thread::interrupt);
            notifyAll();
        }
        // A thread that reads from a socket does not hear an interrupt.
        try {
            giveUp.run();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
