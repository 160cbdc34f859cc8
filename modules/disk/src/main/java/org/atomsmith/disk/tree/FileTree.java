package org.atomsmith.disk.tree;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree by paths. Paths are absolute, separated by {@code /} and without {@code .} or {@code ..}; folders on the
 * way are made with the mode 0755 when they are missing.
 */
public final class FileTree {
    private static final int DEFAULT_MODE = 0755;

    private final long defaultMtime;
    private final Node root;

    /** A directory whose entries still change. Everything else is held as it is. */
    private static final class Node {
        Attributes attributes;
        final TreeMap<String, Object> entries = new TreeMap<>();

        Node(Attributes attributes) {
            this.attributes = attributes;
        }

        Directory freeze() {
            TreeMap<String, Inode> frozen = new TreeMap<>();
            entries.forEach((name, entry) -> frozen.put(name, entry instanceof Node n ? n.freeze() : (Inode) entry));
            return new Directory(attributes, frozen);
        }
    }

    /**
     * Begins an empty tree.
     *
     * @param root the attributes of the root directory; its time is also that of folders made on the way
     */
    public FileTree(Attributes root) {
        this.root = new Node(root);
        this.defaultMtime = root.mtime();
    }

    /** Makes a directory, or gives new attributes to the one that is there. */
    public FileTree directory(String path, Attributes attributes) {
        folder(path).attributes = attributes;
        return this;
    }

    /** Puts a file of given bytes. */
    public FileTree file(String path, Attributes attributes, byte[] content) {
        return put(path, new RegularFile(attributes, ContentSource.of(content)));
    }

    /** Puts a file of given text, as UTF-8. */
    public FileTree file(String path, Attributes attributes, String content) {
        return file(path, attributes, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts a symbolic link with the mode 0777. */
    public FileTree link(String path, String target) {
        return put(path, new SymbolicLink(Attributes.root(0777, defaultMtime), target));
    }

    /**
     * Puts an inode at a path; the same object at another path is another hard link. A directory given here keeps its
     * entries, and more can be put into it.
     *
     * @throws IllegalArgumentException when something is there already
     */
    public FileTree put(String path, Inode inode) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        Directory.checkName(name);
        Node parent = folder(path.substring(0, Math.max(slash, 0)));
        if (parent.entries.containsKey(name)) {
            throw new IllegalArgumentException(path + " is in the tree already");
        }
        parent.entries.put(name, inode instanceof Directory d ? thaw(d) : inode);
        return this;
    }

    /** Removes what is at a path, with everything below it; nothing happens when nothing is there. */
    public FileTree remove(String path) {
        int slash = path.lastIndexOf('/');
        Node at = root;
        for (String name : path.substring(0, Math.max(slash, 0)).split("/")) {
            if (!name.isEmpty()) {
                if (!(at.entries.get(name) instanceof Node next)) {
                    return this;
                }
                at = next;
            }
        }
        at.entries.remove(path.substring(slash + 1));
        return this;
    }

    /** What is at a path, if anything. */
    public Optional<Inode> get(String path) {
        Object at = root;
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                @Nullable Object next = at instanceof Node n ? n.entries.get(name) : null;
                if (next == null) {
                    return Optional.empty();
                }
                at = next;
            }
        }
        return Optional.of(at instanceof Node n ? n.freeze() : (Inode) at);
    }

    /** The tree as it is now. */
    public Directory build() {
        return root.freeze();
    }

    private Node folder(String path) {
        Node at = root;
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                Directory.checkName(name);
                Object next =
                        at.entries.computeIfAbsent(name, n -> new Node(Attributes.root(DEFAULT_MODE, defaultMtime)));
                if (!(next instanceof Node node)) {
                    throw new IllegalArgumentException(path + ": '" + name + "' is not a directory");
                }
                at = node;
            }
        }
        return at;
    }

    private static Node thaw(Directory directory) {
        Node node = new Node(directory.attributes());
        directory
                .entries()
                .forEach((name, inode) -> node.entries.put(name, inode instanceof Directory d ? thaw(d) : inode));
        return node;
    }
}
