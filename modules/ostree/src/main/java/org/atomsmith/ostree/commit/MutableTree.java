package org.atomsmith.ostree.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.ostree.object.ByteOrderedNames;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.EntryName;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.TreePathException;
import org.atomsmith.ostree.tree.TreeRoot;

/**
 * A directory of a commit that is being put together: names of files and their objects, and directories below. One that
 * stands for a directory of a repository is read when something in it is first asked for, so that an overlay on a large
 * tree touches only what it changes. Files may be put from many threads; all else is done by one.
 */
public final class MutableTree {
    private final Map<String, Checksum> files = new TreeMap<>(ByteOrderedNames.ORDER);
    private final Map<String, MutableTree> directories = new TreeMap<>(ByteOrderedNames.ORDER);
    private Optional<Checksum> meta = Optional.empty();
    private Optional<Unread> unread = Optional.empty();

    private record Unread(Repository repository, Checksum tree) {}

    /** An empty directory without metadata. */
    public MutableTree() {}

    /** The directory that a repository has. */
    public MutableTree(Repository repository, TreeRoot root) {
        this.meta = Optional.of(root.meta());
        this.unread = Optional.of(new Unread(repository, root.tree()));
    }

    /** The directory's metadata object; absent when nothing has set it. */
    public synchronized Optional<Checksum> meta() {
        return meta;
    }

    /** Sets the directory's metadata object. */
    public synchronized void setMeta(Checksum newMeta) {
        meta = Optional.of(newMeta);
    }

    /** True when there is nothing in it and nothing has been set. */
    public synchronized boolean isUntouched() {
        return meta.isEmpty() && unread.isEmpty() && files.isEmpty() && directories.isEmpty();
    }

    /** Becomes the directory that a repository has: only one that is untouched can. */
    public synchronized void become(Repository repository, TreeRoot root) {
        if (!isUntouched()) {
            throw new IllegalStateException("the directory is not untouched");
        }
        meta = Optional.of(root.meta());
        unread = Optional.of(new Unread(repository, root.tree()));
    }

    /**
     * Puts a file, in place of the one that is there.
     *
     * @throws TreePathException when a directory is there
     */
    public synchronized void putFile(String name, Checksum file) throws IOException {
        check(name);
        read();
        if (directories.containsKey(name)) {
            throw new TreePathException("Can't replace directory with file: " + name);
        }
        files.put(name, file);
    }

    /**
     * The directory of a name, made when it is not there.
     *
     * @throws TreePathException when a file is there
     */
    public synchronized MutableTree directory(String name) throws IOException {
        check(name);
        read();
        if (files.containsKey(name)) {
            throw new TreePathException("Can't replace file with directory: " + name);
        }
        return directories.computeIfAbsent(name, _ -> new MutableTree());
    }

    /** The directory of a name, if there is one. */
    public synchronized Optional<MutableTree> findDirectory(String name) throws IOException {
        read();
        return Optional.ofNullable(directories.get(name));
    }

    /** The file of a name, if there is one. */
    public synchronized Optional<Checksum> findFile(String name) throws IOException {
        read();
        return Optional.ofNullable(files.get(name));
    }

    /**
     * Writes the directory and all below it.
     *
     * @throws TreePathException when a directory has no metadata
     */
    public synchronized TreeRoot write(Transaction transaction) throws IOException {
        Checksum metadata = meta.orElseThrow(() -> new TreePathException("Can't commit an empty tree"));
        if (unread.isPresent() && unread.get().repository == transaction.repository()) {
            return new TreeRoot(unread.get().tree, metadata);
        }
        read();
        List<DirTree.File> fileEntries = new ArrayList<>(files.size());
        files.forEach((name, checksum) -> fileEntries.add(new DirTree.File(name, checksum)));
        List<DirTree.Directory> directoryEntries = new ArrayList<>(directories.size());
        for (Map.Entry<String, MutableTree> entry : directories.entrySet()) {
            TreeRoot root = entry.getValue().write(transaction);
            directoryEntries.add(new DirTree.Directory(entry.getKey(), root.tree(), root.meta()));
        }
        return new TreeRoot(transaction.write(new DirTree(fileEntries, directoryEntries)), metadata);
    }

    private void read() throws IOException {
        if (unread.isEmpty()) {
            return;
        }
        Unread source = unread.get();
        DirTree entries = source.repository.readDirTree(source.tree);
        unread = Optional.empty();
        for (DirTree.File file : entries.files()) {
            files.put(file.name(), file.checksum());
        }
        for (DirTree.Directory directory : entries.directories()) {
            directories.put(
                    directory.name(),
                    new MutableTree(source.repository, new TreeRoot(directory.tree(), directory.meta())));
        }
    }

    private static void check(String name) {
        if (!EntryName.isValid(name)) {
            throw new TreePathException("Invalid filename: '" + name + "'");
        }
    }
}
