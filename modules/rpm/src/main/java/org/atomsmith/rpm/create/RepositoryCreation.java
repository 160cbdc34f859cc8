package org.atomsmith.rpm.create;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;

/**
 * Makes the metadata of a directory with package files: {@code repodata/}. Packages whose files did not change since the
 * metadata that are there are not read again. The directory gets its new metadata in one step; a run that is
 * killed leaves the old ones. The same files with the same times give the same bytes.
 */
public final class RepositoryCreation {
    private static final int AHEAD = 4;

    private final Path directory;
    private final RepositoryOptions options;
    private final List<DocumentKind> kinds =
            new ArrayList<>(List.of(DocumentKind.PRIMARY, DocumentKind.FILELISTS, DocumentKind.OTHER));

    /** Prepares; nothing is read yet. */
    public RepositoryCreation(Path directory, RepositoryOptions options) {
        this.directory = directory;
        this.options = options;
        if (options.filelistsExt()) {
            kinds.add(DocumentKind.FILELISTS_EXT);
        }
    }

    /**
     * What was written.
     *
     * @param packages how many the repository has
     * @param read how many of them were read, because they are new or changed
     * @param changed false when the metadata that were there say the same already, and stay
     */
    public record Created(
            String directory, long revision, int packages, int read, boolean changed, List<WrittenMetadata> files) {
        public Created {
            files = List.copyOf(files);
        }
    }

    /** How many packages were read, and the newest time of a file. */
    private record Progress(int read, long newest, List<WrittenMetadata> files) {}

    /**
     * Reads the packages and replaces the metadata.
     *
     * @throws org.atomsmith.rpm.PackageFormatException when a file is not what its name says; names it
     */
    public Created run(EventSink events) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        try (Replacement replacement = Replacement.begin(directory);
                Step step = Step.begin(events, "repodata", "Read packages", 0, Event.Unit.ITEMS)) {
            List<PackageFiles.Found> packages = PackageFiles.below(directory);
            step.expect(packages.size());
            Progress written = documents(packages, replacement.aside(), step);
            List<WrittenMetadata> files = new ArrayList<>(written.files());
            files.addAll(new ExtraMetadata(replacement.aside(), options).write());
            long revision = revision(replacement.published(), written.newest(), files);
            byte[] repomd = RepomdXml.write(revision, files);
            Optional<byte[]> signature = options.signer().map(s -> Armor.signature(s.sign(repomd)));
            Path published = replacement.published();
            Path asc = published.resolve("repomd.xml.asc");
            boolean signed = signature.isPresent() ? isPublished(asc, signature.get()) : !Files.exists(asc);
            boolean changed = !signed || !isPublished(published.resolve("repomd.xml"), repomd);
            if (changed) {
                replacement.add("repomd.xml", repomd);
                if (signature.isPresent()) {
                    replacement.add("repomd.xml.asc", signature.get());
                }
                replacement.publish();
            }
            step.end(packages.size() + " packages, " + written.read() + " read");
            return new Created(directory.toString(), revision, packages.size(), written.read(), changed, files);
        }
    }

    private Progress documents(List<PackageFiles.Found> packages, Path aside, Step step) throws IOException {
        Map<DocumentKind, MetadataFile> documents = new EnumMap<>(DocumentKind.class);
        try (EarlierRepository earlier = EarlierRepository.open(directory.resolve("repodata"), kinds);
                ExecutorService threads = Executors.newFixedThreadPool(options.threads())) {
            for (DocumentKind kind : kinds) {
                MetadataFile document =
                        new MetadataFile(aside, kind.type(), kind.type() + ".xml", options.compression());
                documents.put(kind, document);
                document.add(kind.head(packages.size()).getBytes(StandardCharsets.UTF_8));
            }
            int read = 0;
            long newest = 0;
            ArrayDeque<Future<Fragments>> running = new ArrayDeque<>();
            try {
                for (PackageFiles.Found file : packages) {
                    newest = Math.max(newest, file.time());
                    Optional<Fragments> known = earlier.of(file);
                    read += known.isPresent() ? 0 : 1;
                    running.add(known.<Future<Fragments>>map(CompletableFuture::completedFuture)
                            .orElseGet(() -> threads.submit(() -> PackageReading.read(file, options.filelistsExt()))));
                    if (running.size() > AHEAD * options.threads()) {
                        add(running.remove(), documents, step);
                    }
                }
                while (!running.isEmpty()) {
                    add(running.remove(), documents, step);
                }
            } finally {
                running.forEach(f -> f.cancel(true));
            }
            List<WrittenMetadata> files = new ArrayList<>();
            for (Map.Entry<DocumentKind, MetadataFile> document : documents.entrySet()) {
                document.getValue().add(document.getKey().tail().getBytes(StandardCharsets.UTF_8));
                files.add(document.getValue().finish());
            }
            return new Progress(read, newest, files);
        } finally {
            for (MetadataFile document : documents.values()) {
                document.close();
            }
        }
    }

    private static void add(Future<Fragments> future, Map<DocumentKind, MetadataFile> documents, Step step)
            throws IOException {
        try {
            Fragments fragments = future.get();
            for (Map.Entry<DocumentKind, MetadataFile> document : documents.entrySet()) {
                document.getValue().add(document.getKey().of(fragments));
            }
            step.advance(1);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException unexpected -> throw unexpected;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading packages was interrupted");
        }
    }

    /** Never less than before, so that nobody takes the new state for an older one that is replayed. */
    private long revision(Path published, long newest, List<WrittenMetadata> files) throws IOException {
        if (options.revision().isPresent()) {
            return options.revision().getAsLong();
        }
        OptionalLong before = EarlierRepository.revision(published);
        if (before.isEmpty()) {
            return newest;
        }
        boolean same = isPublished(published.resolve("repomd.xml"), RepomdXml.write(before.getAsLong(), files));
        return same ? before.getAsLong() : Math.max(newest, before.getAsLong() + 1);
    }

    private static boolean isPublished(Path file, byte[] content) throws IOException {
        return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content);
    }
}
