package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directory that a repository is in, with its {@code config} read and understood.
 *
 * @param path where it is
 * @param config its configuration
 * @param mode the mode that the configuration names
 */
record RepositoryDirectory(Path path, RepositoryConfig config, RepositoryMode mode) {
    private static final List<String> DIRECTORIES =
            List.of("objects", "tmp/cache", "extensions", "state", "refs/heads", "refs/mirrors", "refs/remotes");

    /** Makes an empty repository unless there is one, or completes one whose making was interrupted. */
    static void create(Path path, RepositoryConfig config) throws IOException {
        if (!Files.exists(path.resolve("config"))) {
            for (String directory : DIRECTORIES) {
                Files.createDirectories(path.resolve(directory));
            }
            // The configuration comes last: with it the repository is one.
            DurableFile.write(
                    path.resolve("config"), config.file().text().getBytes(StandardCharsets.UTF_8), path.resolve("tmp"));
        }
    }

    /**
     * Opens it.
     *
     * @throws RepositoryException when it is none, or of a mode or version that this program does not know
     */
    static RepositoryDirectory open(Path path) throws IOException {
        RepositoryConfig config = new RepositoryConfig(readConfig(path.resolve("config")));
        createTmp(path);
        String version = config.file().get("core", "repo_version").orElse("none");
        if (!version.equals("1")) {
            throw new RepositoryException("repository " + path + " has repo_version " + version + ", expected 1");
        }
        RepositoryMode mode = config.mode()
                .orElseThrow(() -> new RepositoryException("repository " + path + " has mode '"
                        + config.file().get("core", "mode").orElse("") + "', expected archive-z2, bare or bare-user"));
        return new RepositoryDirectory(path, config, mode);
    }

    private static KeyFile readConfig(Path file) throws IOException {
        try {
            return KeyFile.parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new RepositoryException(file.getParent() + " is no OSTree repository: it has no file 'config'", e);
        } catch (IllegalArgumentException e) {
            throw new RepositoryException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whatever clears away temporary files may take the directory with them. */
    private static void createTmp(Path path) throws IOException {
        if (!Files.exists(path.resolve("tmp")) && Files.isWritable(path)) {
            Files.createDirectories(path.resolve("tmp"));
        }
    }

    /** Where the repository is that {@code [core] parent} names. */
    Optional<Path> parent() {
        return config.parent().map(Path::of);
    }
}
