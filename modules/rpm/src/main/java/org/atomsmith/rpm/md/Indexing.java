package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.RpmPackage;

/** Puts packages into an index on a thread of its own, in their order, while the caller reads the next ones. */
final class Indexing implements AutoCloseable {
    private static final int BATCH = 256;
    private static final int AHEAD = 8;

    private final PackageIndexBuilder builder = new PackageIndexBuilder();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("index").factory());
    private final ArrayDeque<Future<Boolean>> running = new ArrayDeque<>();
    private List<RpmPackage> batch = new ArrayList<>(BATCH);

    /**
     * Adds the next package.
     *
     * @param document what messages call the document that it is in
     * @throws PackageFormatException when the repository is larger than an index can be
     */
    void add(RpmPackage rpm, String document) throws IOException {
        batch.add(rpm);
        if (batch.size() == BATCH) {
            handOver();
            while (running.size() > AHEAD) {
                await(running.remove(), document);
            }
        }
    }

    /** All bytes of the index but its checksum; nothing can be added any more. */
    ByteBuffer finish(String document) throws IOException {
        handOver();
        while (!running.isEmpty()) {
            await(running.remove(), document);
        }
        return builder.bytes();
    }

    private void handOver() {
        List<RpmPackage> full = batch;
        batch = new ArrayList<>(BATCH);
        running.add(thread.submit(() -> {
            boolean fits = true;
            for (RpmPackage rpm : full) {
                fits &= builder.add(rpm);
            }
            return fits;
        }));
    }

    private static void await(Future<Boolean> added, String document) throws IOException {
        try {
            if (!added.get()) {
                throw new PackageFormatException(
                        document + ": the packages take more memory than four times what the largest"
                                + " distributions need; is this a repository?",
                        -1);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading " + document + " was interrupted");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
