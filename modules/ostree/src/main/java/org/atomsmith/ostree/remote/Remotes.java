package org.atomsmith.ostree.remote;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.ostree.repo.DurableFile;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.repo.RefName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;

/**
 * The remotes of a repository: groups of its {@code config}, files of a directory {@code remotes.d} beside it, and those
 * of the repository that {@code [core] parent} names.
 */
public final class Remotes {
    private static final String PREFIX = "remote \"";
    private static final String EXTENSION = ".conf";
    /** Where a system keeps remotes, below its root. */
    public static final String SYSTEM_DIRECTORY = "etc/ostree/remotes.d";

    private static final Path SYSTEM_REPOSITORY = Path.of("/sysroot/ostree/repo");

    private final Repository repository;
    private final Optional<Path> directory;

    private Remotes(Repository repository, Optional<Path> directory) {
        this.repository = repository;
        this.directory = directory;
    }

    /** The remotes of a repository; those of the running system's repository are in {@code /etc} too. */
    public static Remotes of(Repository repository) throws IOException {
        boolean system = Files.exists(SYSTEM_REPOSITORY) && Files.isSameFile(repository.path(), SYSTEM_REPOSITORY);
        return new Remotes(repository, system ? Optional.of(Path.of("/").resolve(SYSTEM_DIRECTORY)) : Optional.empty());
    }

    /** The remotes of a system's repository: those of {@code etc/ostree/remotes.d} below a root count too. */
    public static Remotes ofSystem(Repository repository, Path root) {
        return new Remotes(repository, Optional.of(root.resolve(SYSTEM_DIRECTORY)));
    }

    /** All remotes by name, sorted, those of the parent repository included. */
    public SequencedMap<String, Remote> list() throws IOException {
        SequencedMap<String, Remote> found = new TreeMap<>();
        if (parent().isPresent()) {
            found.putAll(of(parent().get()).list());
        }
        found.putAll(own());
        return found;
    }

    /** A remote of a name, the repository's own or its parent's. */
    public Optional<Remote> find(String name) throws IOException {
        Optional<Remote> own = findOwn(name);
        return own.isPresent() || parent().isEmpty() ? own : of(parent().get()).find(name);
    }

    /**
     * A remote of a name.
     *
     * @throws RepositoryException when there is none
     */
    public Remote get(String name) throws IOException {
        return find(name).orElseThrow(() -> new RepositoryException("Remote \"" + name + "\" not found"));
    }

    /**
     * Adds a remote, or replaces the one of this name.
     *
     * @param options the keys of its group
     * @param inDirectory whether it becomes a file of {@code remotes.d}, where there is such a directory
     */
    public void put(String name, Map<String, String> options, boolean inDirectory) throws IOException {
        RefName.checkRemote(name);
        String group = PREFIX + name + "\"";
        boolean ownFile = inDirectory && directory.isPresent();
        Path file = ownFile ? directory.get().resolve(name + EXTENSION) : config();
        if (findOwn(name).filter(remote -> !remote.file().equals(file)).isPresent()) {
            remove(name);
        }
        String before = Files.exists(file) ? Files.readString(file) : "";
        KeyFile content = parse(before, file).withoutGroup(group);
        for (Map.Entry<String, String> option : options.entrySet()) {
            content = content.with(group, option.getKey(), option.getValue());
        }
        if (ownFile) {
            Files.createDirectories(directory.get());
        }
        DurableFile.write(
                file,
                content.text(before),
                ownFile ? directory.get() : repository.path().resolve("tmp"));
    }

    /**
     * Removes a remote of the repository itself, and its trusted keys.
     *
     * @return false when there is none
     */
    public boolean delete(String name) throws IOException {
        RefName.checkRemote(name);
        boolean there = remove(name);
        Files.deleteIfExists(keyring(name));
        Files.deleteIfExists(Cookies.file(repository, name));
        return there;
    }

    private boolean remove(String name) throws IOException {
        Optional<Remote> remote = findOwn(name);
        if (remote.isEmpty()) {
            return false;
        }
        Path file = remote.get().file();
        String before = Files.readString(file);
        KeyFile rest = parse(before, file).withoutGroup(PREFIX + name + "\"");
        if (rest.groups().isEmpty() && !file.equals(config())) {
            Files.delete(file);
        } else {
            DurableFile.write(
                    file,
                    rest.text(before),
                    Optional.ofNullable(file.getParent()).orElseThrow());
        }
        return true;
    }

    private Optional<Remote> findOwn(String name) throws IOException {
        return Optional.ofNullable(own().get(name));
    }

    private SequencedMap<String, Remote> own() throws IOException {
        SequencedMap<String, Remote> found = new LinkedHashMap<>();
        collect(repository.config().file(), config(), found);
        if (directory.isPresent() && Files.isDirectory(directory.get())) {
            TreeSet<Path> files = new TreeSet<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.get(), "*" + EXTENSION)) {
                entries.forEach(files::add);
            }
            for (Path file : files) {
                collect(read(file), file, found);
            }
        }
        return found;
    }

    private void collect(KeyFile content, Path file, SequencedMap<String, Remote> found) {
        content.groups().forEach((group, options) -> {
            if (group.startsWith(PREFIX) && group.endsWith("\"") && group.length() > PREFIX.length() + 1) {
                String name = group.substring(PREFIX.length(), group.length() - 1);
                if (RefName.isValidRemote(name)) {
                    found.putIfAbsent(name, new Remote(name, options, file, keyring(name)));
                }
            }
        });
    }

    private Optional<Repository> parent() throws IOException {
        Optional<String> path = repository.config().file().get("core", "parent");
        return path.isPresent() && !path.get().isEmpty()
                ? Optional.of(Repository.open(Path.of(path.get())))
                : Optional.empty();
    }

    private Path config() {
        return repository.path().resolve("config");
    }

    private Path keyring(String name) {
        return repository.path().resolve(name + ".trustedkeys.gpg");
    }

    private static KeyFile read(Path file) throws IOException {
        return parse(Files.readString(file), file);
    }

    private static KeyFile parse(String text, Path file) throws IOException {
        try {
            return KeyFile.parse(text, file.toString());
        } catch (IllegalArgumentException e) {
            throw new RepositoryException(String.valueOf(e.getMessage()), e);
        }
    }
}
