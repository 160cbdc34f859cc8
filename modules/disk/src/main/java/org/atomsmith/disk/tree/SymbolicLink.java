package org.atomsmith.disk.tree;

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
}
