package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;

/**
 * The static deltas that a repository holds below {@code deltas/}, and their indexes below {@code delta-indexes/}: what
 * there is, not what is in them, which {@code org.atomsmith.ostree.delta} reads.
 */
public final class Deltas {
    /** The key of summaries and indexes under which deltas are listed. */
    public static final String KEY = "ostree.static-deltas";

    private static final Comparator<DeltaName> ORDER = Comparator.comparing(DeltaName::id);
    private static final String SUFFIX = ".index";

    private final Path repository;

    Deltas(Path repository) {
        this.repository = repository;
    }

    /** All deltas that have a superblock, sorted. */
    public List<DeltaName> list() throws IOException {
        List<DeltaName> names = new ArrayList<>();
        for (Path shard : entries(repository.resolve("deltas"))) {
            for (Path directory : entries(shard)) {
                Optional<DeltaName> name = DeltaName.ofDirectory(text(shard), text(directory));
                if (name.isPresent() && Files.isRegularFile(directory.resolve("superblock"))) {
                    names.add(name.get());
                }
            }
        }
        names.sort(ORDER);
        return names;
    }

    /** True when the delta is there. */
    public boolean has(DeltaName name) {
        return Files.exists(superblock(name));
    }

    /** The path of a delta's superblock; it need not exist. */
    public Path superblock(DeltaName name) {
        return repository.resolve(name.superblock());
    }

    /**
     * Removes a delta.
     *
     * @throws RepositoryException when it is not there
     */
    public void delete(DeltaName name) throws IOException {
        Path directory = repository.resolve(name.directory());
        if (!Files.isDirectory(directory)) {
            throw new RepositoryException("Can't find delta " + name);
        }
        // The superblock goes first: without it the rest is no delta.
        Files.deleteIfExists(superblock(name));
        for (Path file : entries(directory)) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }

    /** The commits that have an index of the deltas which lead to them, sorted. */
    public List<Checksum> indexes() throws IOException {
        List<Checksum> commits = new ArrayList<>();
        for (Path shard : entries(repository.resolve("delta-indexes"))) {
            for (Path file : entries(shard)) {
                String name = text(shard) + text(file);
                if (name.endsWith(SUFFIX)) {
                    DeltaName.decode(name.substring(0, name.length() - SUFFIX.length()))
                            .ifPresent(commits::add);
                }
            }
        }
        commits.sort(Comparator.naturalOrder());
        return commits;
    }

    /** The path below the repository of the index of the deltas to a commit. */
    public static String indexPath(Checksum to) {
        String text = to.modifiedBase64();
        return "delta-indexes/" + text.substring(0, 2) + "/" + text.substring(2) + SUFFIX;
    }

    /** Makes the indexes what the deltas are: writes those that changed, removes those of commits without deltas. */
    public void reindex() throws IOException {
        TreeMap<Checksum, List<DeltaName>> byCommit = new TreeMap<>();
        for (DeltaName name : list()) {
            byCommit.computeIfAbsent(name.to(), _ -> new ArrayList<>()).add(name);
        }
        for (Checksum commit : indexes()) {
            if (!byCommit.containsKey(commit)) {
                Files.deleteIfExists(repository.resolve(indexPath(commit)));
            }
        }
        for (Map.Entry<Checksum, List<DeltaName>> entry : byCommit.entrySet()) {
            writeIndex(entry.getKey(), entry.getValue());
        }
    }

    /** The same for the deltas to one commit. */
    public void reindex(Checksum to) throws IOException {
        List<DeltaName> names =
                list().stream().filter(name -> name.to().equals(to)).toList();
        if (names.isEmpty()) {
            Files.deleteIfExists(repository.resolve(indexPath(to)));
        } else {
            writeIndex(to, names);
        }
    }

    private void writeIndex(Checksum to, List<DeltaName> names) throws IOException {
        SequencedMap<String, Variant> index = new LinkedHashMap<>();
        index.put(KEY, digests(names));
        byte[] bytes = Variant.dict(index).toBytes();
        Path file = repository.resolve(indexPath(to));
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Files.createDirectories(file.getParent());
        DurableFile.write(file, bytes, repository.resolve("tmp"));
    }

    /**
     * What a summary says of all deltas under {@link #KEY}: {@code a{sv}} of names to the SHA-256 of superblocks.
     *
     * @return absent when there are none
     */
    public Optional<Variant> summary() throws IOException {
        List<DeltaName> names = list();
        return names.isEmpty() ? Optional.empty() : Optional.of(digests(names));
    }

    private Variant digests(List<DeltaName> names) throws IOException {
        SequencedMap<String, Variant> digests = new LinkedHashMap<>();
        for (DeltaName name : names) {
            digests.put(name.id(), Variant.bytes(digest(superblock(name)).bytes()));
        }
        return Variant.dict(digests);
    }

    private static Checksum digest(Path file) throws IOException {
        MessageDigest digest = Checksum.sha256OfContent();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(65_536);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return Checksum.of(digest.digest());
    }

    private static List<Path> entries(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    private static String text(Path path) {
        return path.getFileName().toString();
    }
}
