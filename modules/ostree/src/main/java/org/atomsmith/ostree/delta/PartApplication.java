package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;

/** Writes the objects of one part into a transaction, several at a time; each is verified. */
final class PartApplication {
    /** Below this many bytes, threads take longer to start than they save. */
    private static final long WORTH_THREADS = 2 << 20;

    private final Part part;
    private final PartReader objects;
    private final Repository repository;
    private final Transaction transaction;

    PartApplication(Part part, PartEntry entry, Transaction transaction) {
        this.part = part;
        this.objects = new PartReader(part, entry);
        this.repository = transaction.repository();
        this.transaction = transaction;
    }

    /** Writes them all; with up to so many threads. */
    void run(int threads, long size) throws IOException {
        if (threads <= 1 || size < WORTH_THREADS) {
            drain();
            return;
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("ostree-delta-", 0).factory())) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Callable<Boolean> worker = this::drain;
                running.add(workers.submit(worker));
            }
            for (Future<Boolean> worker : running) {
                worker.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while applying a static delta");
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        }
    }

    private static IOException rethrown(Throwable cause) {
        return switch (cause) {
            case IOException e -> e;
            case UncheckedIOException e -> new IOException(e.getMessage(), e);
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IOException("applying a static delta: " + cause.getMessage(), cause);
        };
    }

    private boolean drain() throws IOException {
        for (Optional<PartObject> object = objects.next(); object.isPresent(); object = objects.next()) {
            if (!transaction.has(object.get().name())) {
                write(object.get());
            }
        }
        return true;
    }

    private void write(PartObject object) throws IOException {
        switch (object) {
            case PartObject.Metadata metadata -> {
                byte[] bytes = part.payload()
                        .asSlice(metadata.offset(), metadata.length())
                        .toArray(ValueLayout.JAVA_BYTE);
                transaction.writeMetadata(metadata.name(), bytes);
                check(metadata, bytes);
            }
            case PartObject.Spliced spliced -> {
                try (InputStream content =
                        new SegmentStream(part.payload().asSlice(spliced.offset(), spliced.size()))) {
                    transaction.writeContent(spliced.name().checksum(), spliced.header(), spliced.size(), content);
                }
            }
            case PartObject.Built built -> {
                try (InputStream content = new BuiltContent(part, built, repository)) {
                    transaction.writeContent(built.name().checksum(), built.header(), built.size(), content);
                }
            }
        }
    }

    /** What has the right checksum may still be no directory: then whoever made the commit is to blame. */
    private static void check(PartObject.Metadata object, byte[] bytes) throws IOException {
        try {
            if (object.name().type() == ObjectType.DIRTREE) {
                DirTree.parse(bytes);
            } else if (object.name().type() == ObjectType.DIRMETA) {
                DirMeta.parse(bytes);
            }
        } catch (CorruptObjectException | VariantException e) {
            throw new DeltaException("object " + object.name() + " of the delta: " + e.getMessage(), e);
        }
    }
}
