package org.atomsmith.compose.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A mutable tree of files, by path. Paths are relative to the root, without a leading slash; the root itself is the empty
 * path and is always there. Every path's parent is a directory of the tree: adding makes what is missing.
 *
 * <p>Iteration is in the order of the paths with {@code /} sorting before every other character, so a directory is
 * directly followed by what it holds.
 */
public final class FileTree {
    private static final int MAX_LINKS = 40;

    private final TreeMap<String, Node> nodes = new TreeMap<>(FileTree::compare);

    /** A tree with nothing but its root directory. */
    public FileTree() {
        nodes.put("", Node.Directory.PLAIN);
    }

    /** A copy that can change without this one. */
    public FileTree copy() {
        FileTree copy = new FileTree();
        copy.nodes.putAll(nodes);
        return copy;
    }

    /** The node at a path, taken literally. */
    public Optional<Node> get(String path) {
        return Optional.ofNullable(nodes.get(path));
    }

    /** Whether something is at a path, taken literally. */
    public boolean has(String path) {
        return nodes.containsKey(path);
    }

    /** How many nodes there are, the root included. */
    public int size() {
        return nodes.size();
    }

    /** All nodes in order; a view that follows changes and cannot be changed itself. */
    public NavigableMap<String, Node> nodes() {
        return Collections.unmodifiableNavigableMap(nodes);
    }

    /** Calls the visitor for every node in order. */
    public void forEach(BiConsumer<String, Node> visitor) {
        nodes.forEach(visitor);
    }

    /**
     * Puts a node, making parent directories that are missing. A directory over a directory replaces its metadata only.
     *
     * @throws IllegalStateException when a parent is not a directory
     */
    public void put(String path, Node node) {
        if (!path.isEmpty()) {
            mkdirs(parent(path));
        }
        Node before = nodes.get(path);
        if (before instanceof Node.Directory && !(node instanceof Node.Directory)) {
            remove(path);
        }
        nodes.put(path, node);
    }

    /** Makes a directory and its parents where they are missing. */
    public void mkdirs(String path) {
        Node node = nodes.get(path);
        if (node instanceof Node.Directory) {
            return;
        }
        if (node != null) {
            throw new IllegalStateException("'/" + path + "' is not a directory");
        }
        mkdirs(parent(path));
        nodes.put(path, Node.Directory.PLAIN);
    }

    /** Removes a node and all below it; returns whether there was one. */
    public boolean remove(String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("the root cannot be removed");
        }
        below(path).clear();
        return nodes.remove(path) != null;
    }

    /** What is below a directory, without itself; a live view. */
    public SortedMap<String, Node> below(String path) {
        return path.isEmpty()
                ? nodes.tailMap("", false)
                : nodes.subMap(path + "/", true, path + "/" + Character.MAX_VALUE, true);
    }

    /** Names of the direct children of a directory, sorted. */
    public List<String> children(String path) {
        List<String> names = new ArrayList<>();
        int from = path.isEmpty() ? 0 : path.length() + 1;
        for (String p : below(path).keySet()) {
            if (p.indexOf('/', from) < 0) {
                names.add(p.substring(from));
            }
        }
        return names;
    }

    /** Moves a node and all below it; what was at the destination is replaced. */
    public void move(String from, String to) {
        Node node = nodes.get(from);
        if (node == null) {
            throw new IllegalStateException("nothing is at '/" + from + "'");
        }
        Map<String, Node> moved = new TreeMap<>(below(from));
        remove(from);
        if (has(to)) {
            remove(to);
        }
        put(to, node);
        moved.forEach((p, n) -> nodes.put(to + p.substring(from.length()), n));
    }

    /**
     * The path that a path leads to when symbolic links in its parent directories are followed, as a kernel would with
     * this tree as root; the last component is not followed. Components that do not exist are kept.
     */
    public String resolveParent(String path) {
        String parent = parent(path);
        if (path.isEmpty() || parent.isEmpty()) {
            return path;
        }
        return join(resolve(parent, 0), path.substring(parent.length() + 1));
    }

    /** The path that a path leads to when all symbolic links, the last component's too, are followed. */
    public String resolve(String path) {
        return resolve(path, 0);
    }

    private String resolve(String path, int depth) {
        if (depth > MAX_LINKS) {
            throw new IllegalStateException("too many symbolic links in '/" + path + "'");
        }
        String done = "";
        String[] parts = path.split("/");
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                done = parent(done);
                continue;
            }
            String here = join(done, part);
            if (nodes.get(here) instanceof Node.Symlink link) {
                String target = link.target().startsWith("/") ? link.target() : done + "/" + link.target();
                StringBuilder rest = new StringBuilder(target);
                for (int j = i + 1; j < parts.length; j++) {
                    rest.append('/').append(parts[j]);
                }
                return resolve(rest.toString(), depth + 1);
            }
            done = here;
        }
        return done;
    }

    /** A path's parent directory; the root's is the root. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** A path's last component. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Joins a directory's path and a name. */
    public static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof FileTree t && nodes.equals(t.nodes);
    }

    @Override
    public int hashCode() {
        return nodes.hashCode();
    }

    private static int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.compare(x == '/' ? 0 : x, y == '/' ? 0 : y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
