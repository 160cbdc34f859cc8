package org.atomsmith.ostree.repo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.object.Checksum;

/**
 * The refs of a repository: {@code refs/heads/<ref>}, {@code refs/remotes/<remote>/<ref>} and those of other collections,
 * {@code refs/mirrors/<collection>/<ref>}. A refspec is a ref, or {@code <remote>:<ref>}. A head that is a symbolic link
 * is an alias of another one.
 */
public final class Refs {
    private static final long LONGEST_FILE = 4096;

    private final Path root;
    private final Path tmp;
    private final boolean durable;

    Refs(Path repository, boolean durable) {
        this.root = repository.resolve("refs");
        this.tmp = repository.resolve("tmp");
        this.durable = durable;
    }

    /**
     * The commit of a refspec or of a full checksum; empty when there is no such ref. What a user may write besides (a
     * commit's parent, the beginning of a checksum) is for {@link Repository#resolve}.
     *
     * @throws IllegalArgumentException when the text can be neither
     */
    public Optional<Checksum> resolve(String refspec) throws IOException {
        Optional<Checksum> checksum = Checksum.tryParse(refspec);
        return checksum.isPresent() ? checksum : read(file(refspec));
    }

    /** The commit of a ref of a collection that is mirrored here; empty when there is no such ref. */
    public Optional<Checksum> resolve(CollectionRef ref) throws IOException {
        return read(file(ref));
    }

    /** Local refs and their commits, sorted; aliases with the commits of what they stand for. */
    public SortedMap<String, Checksum> list() throws IOException {
        return list(root.resolve("heads"));
    }

    /** The refs that were pulled from a remote. */
    public SortedMap<String, Checksum> listRemote(String remote) throws IOException {
        return list(root.resolve("remotes").resolve(RefName.checkRemote(remote)));
    }

    /** Local refs, and those of all remotes as {@code remote:ref}; by refspec, sorted. */
    public SortedMap<String, Checksum> listAll() throws IOException {
        SortedMap<String, Checksum> all = new TreeMap<>(list());
        if (!Files.isDirectory(root.resolve("remotes"))) {
            // Every repository has it: without it something was lost, and a prune would take the rest for garbage.
            throw new RepositoryException("Listing refs: opendir(refs/remotes): No such file or directory");
        }
        for (String remote : remotes()) {
            listRemote(remote).forEach((ref, commit) -> all.put(remote + ":" + ref, commit));
        }
        return all;
    }

    /** The refs of other collections that are kept here, sorted. */
    public SortedMap<CollectionRef, Checksum> listMirrors() throws IOException {
        SortedMap<CollectionRef, Checksum> all = new TreeMap<>();
        for (String collection : names(root.resolve("mirrors"))) {
            if (RefName.isValidCollection(collection)) {
                list(root.resolve("mirrors").resolve(collection))
                        .forEach((ref, commit) -> all.put(new CollectionRef(collection, ref), commit));
            }
        }
        return all;
    }

    /** The remotes from which refs are kept, sorted; they need not be configured any more. */
    public Iterable<String> remotes() {
        return Arrays.stream(names(root.resolve("remotes")))
                .filter(RefName::isValidRemote)
                .toList();
    }

    /** Local refs that are aliases, and what they stand for. */
    public SortedMap<String, String> aliases() throws IOException {
        SortedMap<String, String> aliases = new TreeMap<>();
        Path heads = root.resolve("heads");
        for (String ref : list().keySet()) {
            Path file = heads.resolve(ref);
            if (Files.isSymbolicLink(file)) {
                Path parent = Optional.ofNullable(file.getParent()).orElse(heads);
                Path target = parent.resolve(Files.readSymbolicLink(file))
                        .toAbsolutePath()
                        .normalize();
                aliases.put(
                        ref,
                        heads.toAbsolutePath().normalize().relativize(target).toString());
            }
        }
        return aliases;
    }

    /** Sets a refspec, durably. Call it only when the commit itself is on disk: transactions see to it. */
    public void set(String refspec, Checksum commit) throws IOException {
        write(file(refspec), refspec, commit);
    }

    /** The same for a ref of another collection than the repository's own. */
    public void set(CollectionRef ref, Checksum commit) throws IOException {
        write(file(ref), ref.ref(), commit);
    }

    /** Makes a local ref an alias of another, in place of what there is. */
    public void setAlias(String alias, String target) throws IOException {
        Path link = file(alias);
        Path parent = Optional.ofNullable(link.getParent()).orElseThrow();
        makeRoom(link, alias);
        Files.createDirectories(parent);
        Path aside = tmp.resolve("alias-" + ProcessHandle.current().pid());
        Files.deleteIfExists(aside);
        // From the top, as libostree writes it and takes apart again.
        long depth = alias.chars().filter(c -> c == '/').count();
        Files.createSymbolicLink(aside, Path.of("../".repeat((int) depth) + RefName.checkRef(target)));
        Files.move(aside, link, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a refspec; one that is not there is no error. */
    public void delete(String refspec) throws IOException {
        Files.deleteIfExists(file(refspec));
    }

    /** Removes a ref of another collection; one that is not there is no error. */
    public void delete(CollectionRef ref) throws IOException {
        Files.deleteIfExists(file(ref));
    }

    /** Refuses a refspec that is none, before anything is written. */
    void check(String refspec) {
        file(refspec);
    }

    /** All refs of a map, sorted: what a transaction sets. */
    void setAll(Map<String, Checksum> refs) throws IOException {
        for (Map.Entry<String, Checksum> ref : new TreeMap<>(refs).entrySet()) {
            set(ref.getKey(), ref.getValue());
        }
    }

    private void write(Path file, String name, Checksum commit) throws IOException {
        makeRoom(file, name);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        DurableFile.write(file, (commit.hex() + "\n").getBytes(StandardCharsets.US_ASCII), tmp, durable);
    }

    /** A directory that once held refs may become one; refs themselves may not. */
    private static void makeRoom(Path file, String name) throws IOException {
        if (!Files.isDirectory(file)) {
            return;
        }
        SortedMap<String, Checksum> below = list(file);
        if (!below.isEmpty()) {
            throw new RepositoryException("Conflict: " + name + "/" + below.firstKey() + " exists under " + name
                    + " when attempting write: delete it first, or use another name");
        }
        removeEmpty(file.toFile());
    }

    private static void removeEmpty(File directory) throws IOException {
        for (String name : names(directory.toPath())) {
            File child = new File(directory, name);
            if (child.isDirectory()) {
                removeEmpty(child);
            }
        }
        Files.delete(directory.toPath());
    }

    private Path file(String refspec) {
        int colon = refspec.indexOf(':');
        return colon < 0
                ? root.resolve("heads").resolve(RefName.checkRef(refspec))
                : root.resolve("remotes")
                        .resolve(RefName.checkRemote(refspec.substring(0, colon)))
                        .resolve(RefName.checkRef(refspec.substring(colon + 1)));
    }

    private Path file(CollectionRef ref) {
        return root.resolve("mirrors")
                .resolve(RefName.checkCollection(ref.collection()))
                .resolve(RefName.checkRef(ref.ref()));
    }

    private static SortedMap<String, Checksum> list(Path directory) throws IOException {
        SortedMap<String, Checksum> refs = new TreeMap<>();
        collect(directory.toFile(), "", refs);
        return refs;
    }

    private static void collect(File directory, String prefix, SortedMap<String, Checksum> refs) throws IOException {
        for (String name : names(directory.toPath())) {
            if (!RefName.isValid(name)) {
                continue;
            }
            File file = new File(directory, name);
            if (file.isDirectory()) {
                collect(file, prefix + name + "/", refs);
            } else {
                Optional<Checksum> commit = read(file.toPath());
                if (commit.isPresent()) {
                    refs.put(prefix + name, commit.get());
                }
            }
        }
    }

    private static String[] names(Path directory) {
        String[] names = directory.toFile().list();
        if (names == null) {
            return new String[0];
        }
        Arrays.sort(names);
        return names;
    }

    private static Optional<Checksum> read(Path file) throws IOException {
        String text;
        try {
            text = Files.isDirectory(file) ? "" : readText(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            // A part of its name is a ref itself: then it is none.
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            throw e;
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Checksum.tryParse(text)
                .orElseThrow(() -> new RepositoryException("the ref " + file + " holds no checksum: '"
                        + text.substring(0, Math.min(80, text.length())) + "'")));
    }

    private static String readText(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new RepositoryException(
                    "the ref " + file + " holds no checksum: it is " + Files.size(file) + " bytes long");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
    }
}
