package org.atomsmith.ostree.tree;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.repo.Repository;

/**
 * Finds files in the trees of a repository without loading more than the way to them. Paths may begin with a slash; the
 * root is {@code /} or empty.
 */
public final class TreeReader {
    /** As many links as Linux follows. */
    private static final int MAX_LINKS = 40;

    private final Repository repository;

    /** What is at a path. */
    public sealed interface Entry {
        /** A regular file or symbolic link. */
        record File(Checksum checksum) implements Entry {}

        /** A directory. */
        record Directory(TreeRoot root) implements Entry {}
    }

    /** Reads trees of a repository. */
    public TreeReader(Repository repository) {
        this.repository = repository;
    }

    /**
     * What is at a path; symbolic links are not followed.
     *
     * @throws FileSystemException when the path leads through a file
     */
    public Optional<Entry> find(TreeRoot root, String path) throws IOException {
        TreeRoot directory = root;
        String[] names = path.split("/", -1);
        int last = names.length - 1;
        while (last >= 0 && (names[last].isEmpty() || names[last].equals("."))) {
            last--;
        }
        Entry entry = new Entry.Directory(root);
        for (int i = 0; i <= last; i++) {
            if (names[i].isEmpty() || names[i].equals(".")) {
                continue;
            }
            switch (entry) {
                case Entry.Directory(TreeRoot at) -> directory = at;
                case Entry.File _ -> throw new FileSystemException(path, null, "Not a directory");
            }
            Optional<Entry> child = child(repository.readDirTree(directory.tree()), names[i]);
            if (child.isEmpty()) {
                return Optional.empty();
            }
            entry = child.get();
        }
        return Optional.of(entry);
    }

    /**
     * What is at a path.
     *
     * @throws NoSuchFileException when nothing is
     */
    public Entry get(TreeRoot root, String path) throws IOException {
        return find(root, path).orElseThrow(() -> new NoSuchFileException(path));
    }

    /**
     * What is at a path when a symbolic link at its end is followed, within the tree.
     *
     * @throws FileSystemException when links go round in circles
     */
    public Entry follow(TreeRoot root, String path) throws IOException {
        String at = path;
        for (int i = 0; i < MAX_LINKS; i++) {
            Entry entry = get(root, at);
            if (!(entry instanceof Entry.File(Checksum checksum))) {
                return entry;
            }
            FileHeader header = repository.contentInfo(checksum).header();
            if (!header.isSymlink()) {
                return entry;
            }
            at = resolve(at, header.symlinkTarget());
        }
        throw new FileSystemException(path, null, "Too many levels of symbolic links");
    }

    private static String resolve(String link, String target) {
        if (target.startsWith("/")) {
            return target;
        }
        String directory = link.substring(0, Math.max(0, link.lastIndexOf('/')));
        StringBuilder path = new StringBuilder(directory);
        for (String name : target.split("/", -1)) {
            switch (name) {
                case "", "." -> {}
                case ".." -> path.setLength(Math.max(0, path.lastIndexOf("/")));
                default -> path.append('/').append(name);
            }
        }
        return path.toString();
    }

    private static Optional<Entry> child(DirTree entries, String name) {
        for (DirTree.File file : entries.files()) {
            if (file.name().equals(name)) {
                return Optional.of(new Entry.File(file.checksum()));
            }
        }
        for (DirTree.Directory directory : entries.directories()) {
            if (directory.name().equals(name)) {
                return Optional.of(new Entry.Directory(new TreeRoot(directory.tree(), directory.meta())));
            }
        }
        return Optional.empty();
    }
}
