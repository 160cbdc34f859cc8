package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.atomsmith.ostree.gvariant.Utf8;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;

/**
 * Makes static deltas. Files are compared with their sources and parts are compressed by all processors; memory is
 * bounded whatever the tree's size: one part is packed while the one before is compressed, and of large files few are
 * compared at a time.
 */
public final class DeltaGenerator {
    /** Bytes that comparing files may take at a time; one larger file may take more. */
    private static final long MEMORY = 128L << 20;

    private final Repository repository;
    private final DeltaOptions options;
    private final Consumer<String> log;
    private final int threads;

    /**
     * Makes a generator that uses all processors.
     *
     * @param log told in lines what is being done
     */
    public DeltaGenerator(Repository repository, DeltaOptions options, Consumer<String> log) {
        this.repository = repository;
        this.options = options;
        this.log = log;
        this.threads = Runtime.getRuntime().availableProcessors();
    }

    /**
     * Makes a delta, in place of the one of the same name that may be there.
     *
     * @throws org.atomsmith.ostree.repo.ObjectNotFoundException when the repository lacks an object of either commit
     */
    public DeltaStatistics generate(DeltaName name) throws IOException {
        DeltaPlan plan = DeltaPlan.of(repository, name);
        log.accept("modified: " + plan.modified().size());
        log.accept(String.format(
                Locale.ROOT,
                "new reachable: metadata=%d content regular=%d symlink=%d",
                plan.metadata().size() + 1,
                plan.modified().size() + plan.added().size(),
                plan.symlinks().size()));
        try (DeltaFiles files = DeltaFiles.create(repository, name, options);
                ExecutorService workers = Executors.newFixedThreadPool(
                        threads,
                        Thread.ofPlatform().daemon().name("ostree-delta-", 0).factory())) {
            try {
                Run run = new Run(files, workers);
                run.pack(plan);
                return run.finish(name);
            } catch (IOException | RuntimeException e) {
                workers.shutdownNow();
                throw e;
            }
        }
    }

    /** A file that is being compared with its source. */
    private record Comparison(DeltaPlan.Modified modified, long memory, Future<Optional<Recipe>> recipe) {}

    /** The making of one delta. */
    private final class Run {
        private final DeltaFiles files;
        private final ExecutorService workers;
        private final PartWriter writer;
        private final FileDiffs diffs = new FileDiffs(repository, options);
        private final List<PartEntry> parts = new ArrayList<>();
        private final List<Fallback> fallbacks = new ArrayList<>();
        private final List<DeltaPlan.Added> whole = new ArrayList<>();
        private final byte[] buffer = new byte[65_536];
        private Optional<PartWriter.Pending> compressing = Optional.empty();
        private PartBuilder part = new PartBuilder();
        private int copied;
        private long copiedBytes;
        private int patched;
        private long looseSize;

        Run(DeltaFiles files, ExecutorService workers) {
            this.files = files;
            this.workers = workers;
            this.writer = new PartWriter(workers, threads);
        }

        void pack(DeltaPlan plan) throws IOException {
            for (ObjectName object : plan.metadata()) {
                byte[] bytes = repository.readMetadata(object.type(), object.checksum());
                room(bytes.length);
                part.metadata(object, bytes);
                looseSize += bytes.length;
            }
            compare(plan.modified());
            whole.addAll(plan.added());
            whole.sort(DeltaPlan.ALIKE);
            for (DeltaPlan.Added file : whole) {
                addWhole(file);
            }
            for (DeltaPlan.Added link : plan.symlinks()) {
                byte[] target = Utf8.encode(link.header().symlinkTarget());
                room(target.length);
                part.symlink(link.name(), link.header(), target);
                looseSize += repository.storedSize(link.checksum());
            }
            endPart();
        }

        /** Compares as many files at a time as memory allows, and packs them in order. */
        private void compare(List<DeltaPlan.Modified> modified) throws IOException {
            Deque<Comparison> running = new ArrayDeque<>();
            long memory = 0;
            for (DeltaPlan.Modified file : modified) {
                long needed = diffs.memory(file.sourceSize(), file.file().size());
                while (!running.isEmpty() && (memory + needed > MEMORY || running.size() >= 64)) {
                    memory -= running.getFirst().memory();
                    pack(running.removeFirst());
                }
                memory += needed;
                running.add(new Comparison(
                        file,
                        needed,
                        workers.submit(() -> diffs.recipe(
                                file.source(),
                                file.sourceSize(),
                                file.file().checksum(),
                                file.file().size()))));
            }
            for (Comparison comparison : running) {
                pack(comparison);
            }
        }

        private void pack(Comparison comparison) throws IOException {
            DeltaPlan.Added file = comparison.modified().file();
            Optional<Recipe> recipe = PartWriter.get(comparison.recipe());
            if (recipe.isEmpty()) {
                whole.add(file);
                return;
            }
            if (recipe.get() instanceof Recipe.Copied pieces) {
                copied++;
                copiedBytes += pieces.copied();
            } else {
                patched++;
            }
            room(0);
            part.file(
                    file.name(),
                    file.header(),
                    file.size(),
                    comparison.modified().source(),
                    recipe.get());
            looseSize += repository.storedSize(file.checksum());
        }

        private void addWhole(DeltaPlan.Added file) throws IOException {
            long stored = repository.storedSize(file.checksum());
            if (options.minFallbackSize() > 0 && file.size() > options.minFallbackSize()) {
                log.accept("fallback for " + file.checksum() + " (" + file.path() + ")");
                fallbacks.add(new Fallback(file.name(), stored, file.size()));
                return;
            }
            room(file.size());
            looseSize += stored;
            try (ContentObject object = repository.openContent(file.checksum())) {
                InputStream in = object.stream();
                int n = in.readNBytes(buffer, 0, buffer.length);
                part.file(file.name(), file.header(), file.size(), MachineCode.isX86(buffer, n));
                while (n > 0) {
                    part.content(buffer, n);
                    n = in.readNBytes(buffer, 0, buffer.length);
                }
            }
        }

        /** Begins a new part when this one, with so many more bytes, would be too large. */
        private void room(long more) throws IOException {
            if (!part.objects().isEmpty() && part.payloadSize() + more > options.maxChunkSize()) {
                endPart();
                part = new PartBuilder();
            }
        }

        private void endPart() throws IOException {
            writeCompressed();
            compressing = Optional.of(writer.compress(part));
        }

        private void writeCompressed() throws IOException {
            if (compressing.isPresent()) {
                PartEntry entry = compressing.get().write(files.part(parts.size()));
                compressing = Optional.empty();
                parts.add(entry);
                log.accept("part " + parts.size() + " n:" + entry.objects().size() + " compressed:" + entry.size()
                        + " uncompressed:" + entry.uncompressedSize());
            }
        }

        DeltaStatistics finish(DeltaName name) throws IOException {
            writeCompressed();
            SuperblockBuilder superblock = new SuperblockBuilder(name, options);
            for (int i = 0; i < parts.size(); i++) {
                superblock.part(parts.get(i));
                if (options.inline()) {
                    Path file = files.part(i);
                    superblock.inline(i, Files.readAllBytes(file));
                    Files.delete(file);
                }
            }
            fallbacks.forEach(superblock::fallback);
            repository.readDetachedMetadata(name.to()).ifPresent(superblock::commitMeta);
            byte[] commit = repository.readMetadata(ObjectType.COMMIT, name.to());
            files.publish(superblock.finish(commit), options.inline() ? 0 : parts.size());
            return new DeltaStatistics(
                    parts.size(),
                    parts.stream().mapToLong(PartEntry::size).sum(),
                    parts.stream().mapToLong(PartEntry::uncompressedSize).sum(),
                    looseSize,
                    copied,
                    copiedBytes,
                    patched,
                    fallbacks.size());
        }
    }
}
