package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atomsmith.ostree.object.Checksum;

/**
 * The refs of a repository: {@code refs/heads/<ref>} and {@code refs/remotes/<remote>/<ref>}. A refspec is a ref, or
 * {@code <remote>:<ref>}.
 */
public final class Refs {
    private static final Pattern REF = Pattern.compile("(?:[\\w\\d][-._\\w\\d]*/)*[\\w\\d][-._\\w\\d]*");
    private static final Pattern REMOTE = Pattern.compile("[\\w\\d][-._\\w\\d]*");

    private final Path root;
    private final Path tmp;

    Refs(Path repository) {
        this.root = repository.resolve("refs");
        this.tmp = repository.resolve("tmp");
    }

    /**
     * The commit of a refspec or of a full checksum; empty when there is no such ref.
     *
     * @throws IllegalArgumentException when the text can be neither
     */
    public Optional<Checksum> resolve(String refspec) throws IOException {
        Optional<Checksum> checksum = Checksum.tryParse(refspec);
        return checksum.isPresent() ? checksum : read(file(refspec));
    }

    /** Local refs and their commits, sorted. */
    public SortedMap<String, Checksum> list() throws IOException {
        return list(root.resolve("heads"));
    }

    /** The refs that were pulled from a remote. */
    public SortedMap<String, Checksum> listRemote(String remote) throws IOException {
        return list(root.resolve("remotes").resolve(checked(REMOTE, remote)));
    }

    /** Sets a refspec, durably. Call it only when the commit itself is on disk: transactions see to it. */
    void set(String refspec, Checksum commit) throws IOException {
        Path file = file(refspec);
        Files.createDirectories(file.getParent());
        DurableFile.write(file, (commit.hex() + "\n").getBytes(StandardCharsets.US_ASCII), tmp);
    }

    /** Removes a refspec; one that is not there is no error. */
    void delete(String refspec) throws IOException {
        Files.deleteIfExists(file(refspec));
    }

    /** Refuses a refspec that is none, before anything is written. */
    void check(String refspec) {
        file(refspec);
    }

    private Path file(String refspec) {
        int colon = refspec.indexOf(':');
        return colon < 0
                ? root.resolve("heads").resolve(checked(REF, refspec))
                : root.resolve("remotes")
                        .resolve(checked(REMOTE, refspec.substring(0, colon)))
                        .resolve(checked(REF, refspec.substring(colon + 1)));
    }

    private static String checked(Pattern pattern, String name) {
        if (!pattern.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' is no name of a ref: letters, digits, '-', '.', '_', in parts divided by '/', as in os/amd64/main");
        }
        return name;
    }

    private static SortedMap<String, Checksum> list(Path directory) throws IOException {
        SortedMap<String, Checksum> refs = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return refs;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String ref = directory.relativize(file).toString();
                if (REF.matcher(ref).matches()) {
                    Optional<Checksum> commit = read(file);
                    commit.ifPresent(checksum -> refs.put(ref, checksum));
                }
            }
        }
        return refs;
    }

    private static Optional<Checksum> read(Path file) throws IOException {
        String text;
        try {
            text = Files.isDirectory(file)
                    ? ""
                    : Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Checksum.tryParse(text)
                .orElseThrow(() -> new RepositoryException("the ref " + file + " holds no checksum: '"
                        + text.substring(0, Math.min(80, text.length())) + "'")));
    }

    /** All refs of a map, sorted: what a transaction sets. */
    void setAll(Map<String, Checksum> refs) throws IOException {
        for (Map.Entry<String, Checksum> ref : new TreeMap<>(refs).entrySet()) {
            set(ref.getKey(), ref.getValue());
        }
    }
}
