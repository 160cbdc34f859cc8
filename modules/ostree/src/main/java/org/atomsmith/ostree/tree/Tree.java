package org.atomsmith.ostree.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.ostree.object.ByteOrderedNames;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.repo.ContentInfo;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;

/**
 * The files of a commit, or of a part of one: immutable, in memory; contents are objects of a repository. Paths are
 * relative to the root, without a slash at either end; the root is the empty path.
 */
public record Tree(TreeNode.Directory root) {
    /** A path of 4096 bytes cannot have more parts; a tree that nests deeper was made to break its readers. */
    private static final int MAX_DEPTH = 2048;

    /** A tree with nothing but its root, root's with 0755. */
    public static final Tree EMPTY = new Tree(new TreeNode.Directory(DirMeta.directory(0755), new TreeMap<>()));

    /** Takes a file or directory. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes the node at a path. */
        void visit(String path, TreeNode node) throws IOException;
    }

    /** Loads the tree of a commit. */
    public static Tree load(Repository repository, Checksum commit) throws IOException {
        return load(repository, TreeRoot.of(repository.readCommit(commit)));
    }

    /** Loads a tree: its directories, and of each file header and size. */
    public static Tree load(Repository repository, TreeRoot root) throws IOException {
        return new Tree(new Loader(repository).directory(root.tree(), root.meta(), 0));
    }

    /** The node at a path; symbolic links are not followed. */
    public Optional<TreeNode> find(String path) {
        TreeNode node = root;
        if (path.isEmpty()) {
            return Optional.of(node);
        }
        for (String name : path.split("/", -1)) {
            TreeNode child = node instanceof TreeNode.Directory directory
                    ? directory.children().get(name)
                    : null;
            if (child == null) {
                return Optional.empty();
            }
            node = child;
        }
        return Optional.of(node);
    }

    /** The file at a path; empty when there is none or it is a directory. */
    public Optional<TreeNode.File> findFile(String path) {
        return find(path).filter(TreeNode.File.class::isInstance).map(TreeNode.File.class::cast);
    }

    /** Visits every node, the root first, directories before what is in them, names in the order of objects. */
    public void walk(Visitor visitor) throws IOException {
        walk("", root, visitor);
    }

    private static void walk(String path, TreeNode node, Visitor visitor) throws IOException {
        visitor.visit(path, node);
        if (node instanceof TreeNode.Directory directory) {
            for (Map.Entry<String, TreeNode> child : directory.children().entrySet()) {
                walk(path.isEmpty() ? child.getKey() : path + "/" + child.getKey(), child.getValue(), visitor);
            }
        }
    }

    /** Figures of the tree. */
    public TreeStatistics statistics() {
        long[] figures = new long[4];
        count(root, figures);
        return new TreeStatistics(figures[0], figures[1], figures[2], figures[3]);
    }

    private static void count(TreeNode node, long[] figures) {
        switch (node) {
            case TreeNode.File file -> {
                figures[file.header().isSymlink() ? 1 : 0]++;
                figures[3] += file.size();
            }
            case TreeNode.Directory directory -> {
                figures[2]++;
                directory.children().values().forEach(child -> count(child, figures));
            }
        }
    }

    /** Writes the tree's dirtrees and dirmetas; the files are in the repository already. */
    public TreeRoot write(Transaction transaction) throws IOException {
        return new Writer(transaction::write, transaction::write).directory(root);
    }

    /** The checksums that {@link #write} would give, without writing. */
    public TreeRoot checksums() {
        try {
            return new Writer(DirTree::checksum, DirMeta::checksum).directory(root);
        } catch (IOException e) {
            throw new IllegalStateException("nothing was read or written", e);
        }
    }

    private static final class Loader {
        private final Repository repository;
        private final Map<Checksum, DirMeta> metas = new HashMap<>();
        private final Map<Checksum, TreeNode.File> files = new HashMap<>();

        Loader(Repository repository) {
            this.repository = repository;
        }

        TreeNode.Directory directory(Checksum tree, Checksum meta, int depth) throws IOException {
            if (depth > MAX_DEPTH) {
                throw new IOException("the tree of " + repository.path() + " nests deeper than " + MAX_DEPTH);
            }
            DirTree entries = repository.readDirTree(tree);
            TreeMap<String, TreeNode> children = new TreeMap<>(ByteOrderedNames.ORDER);
            for (DirTree.File file : entries.files()) {
                children.put(file.name(), file(file.checksum()));
            }
            for (DirTree.Directory directory : entries.directories()) {
                children.put(directory.name(), directory(directory.tree(), directory.meta(), depth + 1));
            }
            DirMeta known = metas.get(meta);
            if (known == null) {
                known = repository.readDirMeta(meta);
                metas.put(meta, known);
            }
            return new TreeNode.Directory(known, children);
        }

        private TreeNode.File file(Checksum checksum) throws IOException {
            TreeNode.File known = files.get(checksum);
            if (known == null) {
                ContentInfo info = repository.contentInfo(checksum);
                known = new TreeNode.File(checksum, info.header(), info.size());
                files.put(checksum, known);
            }
            return known;
        }
    }

    /** Makes objects from the leaves up. */
    private static final class Writer {
        private final Store<DirTree> trees;
        private final Store<DirMeta> metas;
        private final Map<DirMeta, Checksum> known = new HashMap<>();

        /** Stores, or only names, an object. */
        @FunctionalInterface
        interface Store<T> {
            Checksum put(T object) throws IOException;
        }

        Writer(Store<DirTree> trees, Store<DirMeta> metas) {
            this.trees = trees;
            this.metas = metas;
        }

        TreeRoot directory(TreeNode.Directory directory) throws IOException {
            List<DirTree.File> files = new ArrayList<>();
            List<DirTree.Directory> directories = new ArrayList<>();
            for (Map.Entry<String, TreeNode> child : directory.children().entrySet()) {
                switch (child.getValue()) {
                    case TreeNode.File file -> files.add(new DirTree.File(child.getKey(), file.checksum()));
                    case TreeNode.Directory sub -> {
                        TreeRoot root = directory(sub);
                        directories.add(new DirTree.Directory(child.getKey(), root.tree(), root.meta()));
                    }
                }
            }
            Checksum meta = known.get(directory.meta());
            if (meta == null) {
                meta = metas.put(directory.meta());
                known.put(directory.meta(), meta);
            }
            return new TreeRoot(trees.put(new DirTree(files, directories)), meta);
        }
    }
}
