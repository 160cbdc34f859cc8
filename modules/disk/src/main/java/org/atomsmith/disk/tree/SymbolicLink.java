package org.atomsmith.disk.tree;

import java.nio.charset.StandardCharsets;

/**
 * A symbolic link.
 *
 * @param target where it points, 1 to 4095 bytes of UTF-8
 */
public record SymbolicLink(Attributes attributes, String target) implements Inode {

    /** Refuses a link to nowhere. */
    public SymbolicLink {
        if (target.isEmpty()) {
            throw new IllegalArgumentException("a symbolic link needs a target");
        }
    }

    /** The target as file systems store it. */
    public byte[] targetBytes() {
        return target.getBytes(StandardCharsets.UTF_8);
    }
}
