package org.atomsmith.ostree.repo;

import java.util.Optional;

/** How a repository keeps files. */
public enum RepositoryMode {
    /** Compressed, for serving over HTTP; written without privileges. */
    ARCHIVE("archive-z2"),
    /** As they are, with their real owners and xattrs: needs root. What a host has. */
    BARE("bare"),
    /** Uncompressed, owners and xattrs beside the bytes in one xattr: for building without privileges. */
    BARE_USER("bare-user"),
    /** Uncompressed, without owners and xattrs, permissions within 0775: for files that are used where they are. */
    BARE_USER_ONLY("bare-user-only"),
    /** As {@link #BARE}, with the xattrs in objects of their own: read, not written. */
    BARE_SPLIT_XATTRS("bare-split-xattrs");

    private final String configName;

    RepositoryMode(String configName) {
        this.configName = configName;
    }

    /** The name in {@code [core] mode}. */
    public String configName() {
        return configName;
    }

    /** The mode of a name, {@code archive} included. */
    public static Optional<RepositoryMode> ofConfigName(String name) {
        for (RepositoryMode mode : values()) {
            if (mode.configName.equals(name)) {
                return Optional.of(mode);
            }
        }
        return name.equals("archive") ? Optional.of(ARCHIVE) : Optional.empty();
    }
}
