package org.atomsmith.compose.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.compose.install.PackageKinds;
import org.atomsmith.compose.tree.FileDigests;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.NodeCodec;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.PackageFormat;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PayloadEntry;

/** Reads package files into the cache, each once: contents become objects, everything else a small file. */
public final class PackageImporter {
    /** Raised whenever the same package file gives another tree. */
    private static final int VERSION = 6;

    private static final String ENTRIES = "packages";

    private final BuildCache cache;
    private final ObjectStore objects;
    private final int jobs;
    private final EventSink events;

    /**
     * An importer.
     *
     * @param jobs how many packages are read at once
     */
    public PackageImporter(BuildCache cache, ObjectStore objects, int jobs, EventSink events) {
        this.cache = cache;
        this.objects = objects;
        this.jobs = jobs;
        this.events = events;
    }

    /**
     * A package file.
     *
     * @param sha256 its digest, already verified
     */
    public record Source(String name, Path file, long size, String sha256, PackageFormat format) {}

    /**
     * Imports packages.
     *
     * @param imported is given each package that was not in the cache as soon as its contents are, from any thread
     * @return the packages by digest, in the order of the sources
     * @throws PackageFormatException when a file is not a package
     */
    public Map<String, PackageTree> importAll(List<Source> sources, BiConsumer<Source, PackageTree> imported)
            throws IOException {
        long total = sources.stream().mapToLong(Source::size).sum();
        try (Step step = Step.begin(events, "import", "Import packages", sources.size(), Event.Unit.ITEMS)) {
            Map<String, PackageTree> ready = new HashMap<>();
            List<Source> missing = new ArrayList<>();
            for (Source source : sources) {
                Optional<PackageTree> known = load(source);
                known.ifPresentOrElse(
                        tree -> {
                            ready.put(source.sha256, tree);
                            step.advance(1, source.name);
                        },
                        () -> missing.add(source));
            }
            // The largest first, so that no thread is left with one at the end.
            missing.sort((a, b) -> Long.compare(b.size, a.size));
            ready.putAll(importMissing(missing, step, imported));
            Map<String, PackageTree> result = new LinkedHashMap<>();
            for (Source source : sources) {
                result.put(source.sha256, ready.get(source.sha256));
            }
            step.end(
                    sources.size() + " packages, " + (missing.isEmpty() ? "" : missing.size() + " new, ")
                            + total / 1_000_000 + " MB",
                    missing.isEmpty());
            return result;
        }
    }

    private Map<String, PackageTree> importMissing(
            List<Source> missing, Step step, BiConsumer<Source, PackageTree> imported) throws IOException {
        Map<String, PackageTree> trees = new LinkedHashMap<>();
        if (missing.isEmpty()) {
            return trees;
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(
                jobs, Thread.ofPlatform().daemon().name("import-", 0).factory())) {
            Map<Source, Future<PackageTree>> running = new LinkedHashMap<>();
            for (Source source : missing) {
                running.put(source, workers.submit(() -> {
                    PackageTree tree = read(source);
                    step.advance(1, source.name);
                    step.bytes(source.size);
                    imported.accept(source, tree);
                    return tree;
                }));
            }
            try {
                for (Map.Entry<Source, Future<PackageTree>> e : running.entrySet()) {
                    trees.put(e.getKey().sha256, e.getValue().get());
                }
            } catch (ExecutionException e) {
                workers.shutdownNow();
                if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                workers.shutdownNow();
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while importing packages");
            }
        }
        objects.flush();
        for (Source source : missing) {
            PackageTree tree = Objects.requireNonNull(trees.get(source.sha256));
            cache.put(ENTRIES, key(source), tree::write);
        }
        return trees;
    }

    private static String key(Source source) {
        return new CacheKey(ENTRIES, VERSION)
                .add(Integer.toString(NodeCodec.VERSION))
                .add(source.format.name())
                .add(source.sha256)
                .hex();
    }

    private Optional<PackageTree> load(Source source) throws IOException {
        Optional<InputStream> entry = cache.find(ENTRIES, key(source));
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = entry.get()) {
            PackageTree tree = PackageTree.read(in);
            for (PackageTree.Entry e : tree.entries()) {
                if (e.node() instanceof Node.File f && !objects.has(f)) {
                    return Optional.empty();
                }
            }
            return Optional.of(tree);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private PackageTree read(Source source) throws IOException {
        List<PackageTree.Entry> entries = new ArrayList<>();
        Map<String, Node> byPath = new HashMap<>();
        Map<String, String> digests = new HashMap<>();
        PackageHeader read = source.format.read(source.file, (entry, content) -> {
            DigestInputStream summing = new DigestInputStream(content, FileDigests.sha256());
            summing.on(entry.sha256().isEmpty());
            Node node = node(entry, summing, byPath);
            byPath.put(entry.path(), node);
            switch (entry.kind()) {
                case FILE ->
                    digests.put(
                            entry.path(),
                            entry.sha256().isEmpty() ? FileDigests.hex(summing.getMessageDigest()) : entry.sha256());
                case HARDLINK -> digests.put(entry.path(), digests.getOrDefault(entry.link(), ""));
                case DIRECTORY, SYMLINK -> {}
            }
            entries.add(new PackageTree.Entry(entry.path(), node, entry.user(), entry.group(), entry.flags()));
        });
        PackageTree tree = PackageKinds.original(new PackageTree(read, entries), source.format.name());
        // An RPM file's own header has them.
        return tree.header().original().length > 0
                ? tree
                : new PackageTree(
                        tree.header(),
                        tree.entries().stream()
                                .map(e -> e.withDigest(digests.getOrDefault(e.path(), "")))
                                .toList());
    }

    private Node node(PayloadEntry entry, InputStream content, Map<String, Node> byPath) throws IOException {
        return switch (entry.kind()) {
            case DIRECTORY -> new Node.Directory(entry.uid(), entry.gid(), entry.mode(), Node.xattrs(entry.xattrs()));
            case SYMLINK -> new Node.Symlink(entry.uid(), entry.gid(), entry.link());
            case FILE ->
                objects.store(
                        content,
                        entry.size(),
                        new Node.Stored(entry.uid(), entry.gid(), entry.mode(), Node.xattrs(entry.xattrs())));
            case HARDLINK -> {
                Node target = byPath.get(entry.link());
                if (target == null) {
                    throw new PackageFormatException(
                            "/" + entry.path() + " is a hard link to /" + entry.link()
                                    + ", which the package does not hold",
                            -1);
                }
                yield target;
            }
        };
    }
}
