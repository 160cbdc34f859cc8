package org.atomsmith.ostree.tree;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.ostree.object.ByteOrderedNames;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.EntryName;

/**
 * A tree that is being put together; paths as in {@link Tree}. Symbolic links are not followed: a path that leads
 * through one is refused. Not thread-safe.
 */
public final class TreeBuilder {
    private static final DirMeta PLAIN = DirMeta.directory(0755);

    private final MutableDirectory root;

    private static final class MutableDirectory {
        private DirMeta meta;
        /** Values are {@link TreeNode.File}s and {@link MutableDirectory}s. */
        private final TreeMap<String, Object> children = new TreeMap<>(ByteOrderedNames.ORDER);

        MutableDirectory(DirMeta meta) {
            this.meta = meta;
        }
    }

    /** An empty root, root's with 0755. */
    public TreeBuilder() {
        this(Tree.EMPTY);
    }

    /** Begins with the nodes of a tree. */
    public TreeBuilder(Tree tree) {
        this.root = thaw(tree.root());
    }

    /** The tree as it is now. */
    public Tree build() {
        return new Tree(freeze(root));
    }

    /**
     * Puts a file, replacing the file that is there; missing directories are made, root's with 0755.
     *
     * @throws TreePathException when the path leads through a file or is that of a directory
     */
    public TreeBuilder put(String path, TreeNode.File file) {
        MutableDirectory parent = parent(path);
        String name = lastName(path);
        if (parent.children.get(name) instanceof MutableDirectory) {
            throw new TreePathException("cannot put a file at " + path + ": there is a directory");
        }
        parent.children.put(name, file);
        return this;
    }

    /** Puts a file, or a directory with everything in it, in place of whatever is there. */
    public TreeBuilder replace(String path, TreeNode node) {
        Object thawed = node instanceof TreeNode.Directory directory ? thaw(directory) : node;
        parent(path).children.put(lastName(path), thawed);
        return this;
    }

    /** Makes a directory and those above it where they are missing, root's with 0755. */
    public TreeBuilder mkdirs(String path) {
        directory(path);
        return this;
    }

    /** Makes a directory where it is missing, and sets its metadata. The empty path is the root. */
    public TreeBuilder putDirectory(String path, DirMeta meta) {
        directory(path).meta = meta;
        return this;
    }

    /** Removes a file, or a directory with everything in it; returns whether there was one. */
    public boolean remove(String path) {
        Optional<MutableDirectory> parent = findDirectory(parentPath(path));
        return parent.isPresent() && parent.get().children.remove(lastName(path)) != null;
    }

    /** The node at a path. Of a directory this copies all that is in it: {@link #metaOf} and {@link #list} do not. */
    public Optional<TreeNode> get(String path) {
        if (path.isEmpty()) {
            return Optional.of(freeze(root));
        }
        return findDirectory(parentPath(path))
                .map(parent -> parent.children.get(lastName(path)))
                .map(TreeBuilder::freeze);
    }

    /** The file at a path. */
    public Optional<TreeNode.File> getFile(String path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        return findDirectory(parentPath(path))
                .map(parent -> parent.children.get(lastName(path)))
                .filter(TreeNode.File.class::isInstance)
                .map(TreeNode.File.class::cast);
    }

    /** The metadata of the directory at a path; empty when there is no directory. */
    public Optional<DirMeta> metaOf(String path) {
        return findDirectory(path).map(directory -> directory.meta);
    }

    /** True when there is a file or directory at a path. */
    public boolean contains(String path) {
        return getFile(path).isPresent() || findDirectory(path).isPresent();
    }

    /** The names in the directory at a path, in order; none when there is no directory. */
    public List<String> list(String path) {
        return findDirectory(path)
                .map(directory -> List.copyOf(directory.children.keySet()))
                .orElse(List.of());
    }

    /** Moves a file or directory to a path where nothing is. */
    public TreeBuilder move(String from, String to) {
        if (contains(to)) {
            throw new TreePathException("cannot move " + from + " to " + to + ": there is something");
        }
        Object node = findDirectory(parentPath(from))
                .map(parent -> parent.children.remove(lastName(from)))
                .orElseThrow(() -> new TreePathException("cannot move " + from + ": there is nothing"));
        parent(to).children.put(lastName(to), node);
        return this;
    }

    /** Adds a tree to this one, path by path. */
    public TreeBuilder merge(Tree other, MergePolicy policy) {
        root.meta = policy.directory("", root.meta, other.root().meta());
        merge("", root, other.root(), policy);
        return this;
    }

    /** Visits every node of the tree as it is now, as {@link Tree#walk} does. */
    public void walk(Tree.Visitor visitor) throws IOException {
        build().walk(visitor);
    }

    private static void merge(String path, MutableDirectory into, TreeNode.Directory from, MergePolicy policy) {
        for (Map.Entry<String, TreeNode> entry : from.children().entrySet()) {
            String name = entry.getKey();
            String at = path.isEmpty() ? name : path + "/" + name;
            TreeNode incoming = entry.getValue();
            Object existing = into.children.get(name);
            if (existing == null) {
                into.children.put(name, incoming instanceof TreeNode.Directory sub ? thaw(sub) : incoming);
            } else if (existing instanceof MutableDirectory both && incoming instanceof TreeNode.Directory sub) {
                both.meta = policy.directory(at, both.meta, sub.meta());
                merge(at, both, sub, policy);
            } else if (!existing.equals(incoming)) {
                TreeNode chosen = policy.conflict(at, freeze(existing), incoming);
                into.children.put(name, chosen instanceof TreeNode.Directory sub ? thaw(sub) : chosen);
            }
        }
    }

    private MutableDirectory parent(String path) {
        check(path);
        return directory(parentPath(path));
    }

    /** Every part is looked at before anything is made, so that a bad path leaves nothing behind. */
    private static void check(String path) {
        for (String name : path.split("/", -1)) {
            if (!EntryName.isValid(name)) {
                throw new TreePathException("the path '" + path + "' has the part '" + name + "'");
            }
        }
    }

    /** The directory at a path, made where it is missing. */
    private MutableDirectory directory(String path) {
        MutableDirectory directory = root;
        if (path.isEmpty()) {
            return directory;
        }
        check(path);
        for (String name : path.split("/", -1)) {
            Object child = directory.children.computeIfAbsent(name, n -> new MutableDirectory(PLAIN));
            if (!(child instanceof MutableDirectory next)) {
                throw new TreePathException("the path " + path + " leads through '" + name + "', which is a file");
            }
            directory = next;
        }
        return directory;
    }

    private Optional<MutableDirectory> findDirectory(String path) {
        MutableDirectory directory = root;
        if (path.isEmpty()) {
            return Optional.of(directory);
        }
        for (String name : path.split("/", -1)) {
            if (!(directory.children.get(name) instanceof MutableDirectory next)) {
                return Optional.empty();
            }
            directory = next;
        }
        return Optional.of(directory);
    }

    private static String parentPath(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static MutableDirectory thaw(TreeNode.Directory directory) {
        MutableDirectory copy = new MutableDirectory(directory.meta());
        directory
                .children()
                .forEach((name, child) ->
                        copy.children.put(name, child instanceof TreeNode.Directory sub ? thaw(sub) : child));
        return copy;
    }

    private static TreeNode.Directory freeze(MutableDirectory directory) {
        TreeMap<String, TreeNode> frozen = new TreeMap<>(ByteOrderedNames.ORDER);
        directory.children.forEach((name, child) -> frozen.put(name, freeze(child)));
        return new TreeNode.Directory(directory.meta, frozen);
    }

    private static TreeNode freeze(Object node) {
        return node instanceof MutableDirectory directory ? freeze(directory) : (TreeNode) node;
    }
}
