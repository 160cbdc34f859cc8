package org.atomsmith.ostree.repo;

import java.util.Optional;
import org.atomsmith.ostree.object.FileHeader;

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

    /**
     * True when a hard link to an object's own file can stand for a file with this header: same permissions, and in
     * mode bare-user root's without xattrs, since there the object belongs to whoever runs this as root.
     */
    public boolean isLinkable(FileHeader header) {
        return !header.isSymlink()
                && switch (this) {
                    case ARCHIVE -> false;
                    case BARE, BARE_USER_ONLY -> true;
                    case BARE_USER ->
                        header.uid() == 0
                                && header.gid() == 0
                                && header.xattrs().isEmpty()
                                && header.permissions() == BareUserLayout.physicalPermissions(header);
                    case BARE_SPLIT_XATTRS -> header.xattrs().isEmpty();
                };
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
