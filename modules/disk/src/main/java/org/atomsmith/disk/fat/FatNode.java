package org.atomsmith.disk.fat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SpecialFile;
import org.atomsmith.disk.tree.SymbolicLink;

/** A file or directory and where it comes to lie. */
final class FatNode {
    private static final int ENTRY = 32;
    private static final long LARGEST_FILE = 0xffffffffL;

    private final FatName name;
    private final String path;
    private final Inode inode;
    private final boolean root;
    private final List<FatNode> children = new ArrayList<>();

    /** The first cluster, 0 for an empty file and for the root of FAT12 and FAT16. */
    int cluster;

    private FatNode(FatName name, String path, Inode inode, boolean root) {
        this.name = name;
        this.path = path;
        this.inode = inode;
        this.root = root;
    }

    /**
     * Takes over a tree.
     *
     * @throws IllegalArgumentException when FAT cannot hold something of it
     */
    static FatNode of(Directory directory) {
        FatNode root = new FatNode(FatName.of("ROOT", new HashSet<>(), "/"), "", directory, true);
        root.addAll(directory);
        return root;
    }

    private void addAll(Directory directory) {
        Set<String> taken = new HashSet<>();
        Set<String> folded = new HashSet<>();
        directory.entries().forEach((text, child) -> {
            String at = path + "/" + text;
            if (!folded.add(text.toUpperCase(Locale.ROOT))) {
                throw new IllegalArgumentException(at + ": another name differs only in case, which FAT ignores");
            }
            FatNode node = new FatNode(FatName.of(text, taken, at), at, child, false);
            switch (child) {
                case Directory d -> node.addAll(d);
                case RegularFile f -> {
                    if (f.content().size() > LARGEST_FILE) {
                        throw new IllegalArgumentException(at + ": FAT cannot hold a file of 4 GiB or more");
                    }
                }
                case SymbolicLink l -> throw new IllegalArgumentException(at + ": FAT has no symbolic links");
                case SpecialFile s -> throw new IllegalArgumentException(at + ": FAT has no devices or pipes");
            }
            children.add(node);
        });
    }

    FatName name() {
        return name;
    }

    String path() {
        return path;
    }

    Inode inode() {
        return inode;
    }

    boolean isRoot() {
        return root;
    }

    List<FatNode> children() {
        return children;
    }

    boolean isDirectory() {
        return inode instanceof Directory;
    }

    /** How many bytes its content has; for a directory those of its entries. */
    long bytes() {
        if (inode instanceof RegularFile file) {
            return file.content().size();
        }
        // The root has the label where others have "." and "..".
        int own = root ? 1 : 2;
        return (long) ENTRY
                * (own + children.stream().mapToInt(c -> c.name().entries()).sum());
    }
}
