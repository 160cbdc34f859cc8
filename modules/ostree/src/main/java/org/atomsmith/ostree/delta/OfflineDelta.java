package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Transaction;

/** A delta in a directory, or in one file with all parts inside, that is applied without a network. */
public final class OfflineDelta implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final Path directory;
    private final StaticDelta delta;

    private OfflineDelta(Path path) throws IOException {
        Path superblock = Files.isDirectory(path) ? path.resolve("superblock") : path;
        this.directory =
                Optional.ofNullable(superblock.toAbsolutePath().getParent()).orElseThrow();
        boolean done = false;
        try {
            this.delta = StaticDelta.map(superblock, arena);
            done = true;
        } finally {
            if (!done) {
                arena.close();
            }
        }
    }

    /**
     * Opens one.
     *
     * @param path the directory that has {@code superblock} and the parts, or the superblock
     */
    public static OfflineDelta open(Path path) throws IOException {
        return new OfflineDelta(path);
    }

    /** What the superblock says; valid until this is closed. */
    public StaticDelta delta() {
        return delta;
    }

    /**
     * Writes everything that it makes, the commit last; parts whose objects are all there are not read.
     *
     * @throws DeltaException when the commit that it leads from is not there, when it leaves objects out that are not
     *     there, or when it is damaged
     */
    public void apply(Transaction transaction) throws IOException {
        Optional<Checksum> from = delta.name().from();
        if (from.isPresent() && !transaction.has(new ObjectName(ObjectType.COMMIT, from.get()))) {
            throw new DeltaException("Commit " + from.get() + ", which is the delta source, is not in repository");
        }
        for (Fallback fallback : delta.fallbacks()) {
            if (!transaction.has(fallback.object())) {
                throw new DeltaException("Cannot execute delta offline: contains nonempty http fallback entries,"
                        + " object " + fallback.object() + " among them, which is not here");
            }
        }
        applyAll(delta.missingParts(transaction), transaction);
        delta.writeCommit(transaction);
    }

    /** Two parts at a time: unpacking one leaves a processor idle. */
    private void applyAll(List<Integer> parts, Transaction transaction) throws IOException {
        AtomicBoolean failed = new AtomicBoolean();
        try (ExecutorService workers = Executors.newFixedThreadPool(
                Math.clamp(parts.size(), 1, Math.min(4, Runtime.getRuntime().availableProcessors())))) {
            List<Future<?>> running = new ArrayList<>();
            for (int part : parts) {
                running.add(workers.submit(() -> {
                    if (!failed.get()) {
                        boolean done = false;
                        try {
                            applyPart(part, transaction);
                            done = true;
                        } finally {
                            failed.compareAndSet(false, !done);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> part : running) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while applying " + delta.name());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("applying delta " + delta.name(), e.getCause());
        }
    }

    private void applyPart(int index, Transaction transaction) throws IOException {
        if (delta.isInline(index)) {
            delta.applyInlinePart(index, transaction);
            return;
        }
        Path file = directory.resolve(Integer.toString(index));
        try {
            delta.applyPart(index, file, transaction);
        } catch (NoSuchFileException e) {
            throw new DeltaException("Opening deltapart '" + file + "': No such file or directory", e);
        }
    }

    /** Unpacks a part and counts what is in it. */
    public PartContents contents(int index) throws IOException {
        Path tmp = Path.of(System.getProperty("java.io.tmpdir"));
        return delta.isInline(index)
                ? delta.inlineContents(index, tmp)
                : delta.contents(index, directory.resolve(Integer.toString(index)), tmp);
    }

    @Override
    public void close() {
        arena.close();
    }
}
