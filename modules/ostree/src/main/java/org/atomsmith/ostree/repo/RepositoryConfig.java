package org.atomsmith.ostree.repo;

import java.util.Optional;

/**
 * A repository's {@code config} file, and the settings of it that the engine follows.
 *
 * @param file all groups and keys, those included that the engine does not know
 */
public record RepositoryConfig(KeyFile file) {
    /**
     * How archives are compressed when nothing is said: a third of the time of zlib's level 6, for objects that are
     * less than two percent larger ({@code benchmarks/deflate} on the files of a host).
     */
    private static final int DEFAULT_LEVEL = 3;

    private static final int LIBOSTREE_LEVEL = 6;

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
     * The level of our encoder for objects of an archive: {@code [archive] zlib-level}, 1 to 9, or
     * {@link #DEFAULT_LEVEL}.
     */
    public int archiveLevel() {
        return level(DEFAULT_LEVEL);
    }

    /** The level where zlib is used, so that sizes are libostree's: the same key, or libostree's default. */
    public int zlibLevel() {
        return level(LIBOSTREE_LEVEL);
    }

    private int level(int otherwise) {
        return (int) Math.clamp(file.getLong("archive", "zlib-level", otherwise), 1, 9);
    }

    /** {@code [core] fsync}: whether transactions reach the disk before refs change. */
    public boolean fsync() {
        return file.getBoolean("core", "fsync", true);
    }

    /**
     * {@code [core] per-object-fsync}: each object is brought to disk when it is written, so that other programs need not
     * wait for everything at the end.
     */
    public boolean perObjectFsync() {
        return fsync() && file.getBoolean("core", "per-object-fsync", false);
    }

    /** {@code [core] payload-link-threshold}: the bytes from which on objects share blocks with others; -1 for never. */
    public long payloadLinkThreshold() {
        return file.getLong("core", "payload-link-threshold", -1);
    }

    /** {@code [core] tombstone-commits}: what is deleted leaves a mark that it was. */
    public boolean tombstoneCommits() {
        return file.getBoolean("core", "tombstone-commits", false);
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
