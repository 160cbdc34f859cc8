package org.atomsmith.ostree.repo;

import java.util.Optional;

/**
 * A repository's {@code config} file, and the settings of it that the engine follows.
 *
 * @param file all groups and keys, those included that the engine does not know
 */
public record RepositoryConfig(KeyFile file) {

    /** The configuration of a new repository. */
    public static RepositoryConfig of(RepositoryMode mode) {
        return new RepositoryConfig(
                KeyFile.EMPTY.with("core", "repo_version", "1").with("core", "mode", mode.configName()));
    }

    /** {@code [core] mode}; absent when there is none or it is unknown. */
    public Optional<RepositoryMode> mode() {
        return file.get("core", "mode").flatMap(RepositoryMode::ofConfigName);
    }

    /**
     * {@code [core] archive.zlib-level}, 1 to 9. libostree's default is 6; one less takes 0.6 of the time for files that
     * are one percent larger (measured on the files of a host).
     */
    public int zlibLevel() {
        return (int) Math.clamp(file.getLong("core", "archive.zlib-level", 5), 1, 9);
    }

    /** {@code [core] fsync}: whether transactions reach the disk before refs change. */
    public boolean fsync() {
        return file.getBoolean("core", "fsync", true);
    }

    /** {@code [core] disable-xattrs}: neither read nor kept, for file systems that set their own. */
    public boolean disableXattrs() {
        return file.getBoolean("core", "disable-xattrs", false);
    }

    /** {@code [core] parent}: a repository where objects are looked for that are not here. */
    public Optional<String> parent() {
        return file.get("core", "parent").filter(path -> !path.isEmpty());
    }

    /** {@code [core] locking}. */
    public boolean locking() {
        return file.getBoolean("core", "locking", true);
    }

    /** {@code [core] lock-timeout-secs}; -1 waits for ever. */
    public long lockTimeoutSeconds() {
        return file.getLong("core", "lock-timeout-secs", 300);
    }

    /** {@code [core] collection-id}. */
    public Optional<String> collectionId() {
        return file.get("core", "collection-id");
    }
}
