package org.atomsmith.ostree.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.Xattr;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;

/**
 * Makes real files of a tree. Where a file of the repository can stand for one of the tree as it is, it is hard-linked;
 * a write to it would then damage the repository, so a linked checkout is for reading only (the lower layer of an
 * overlay). All others are copied, with owner, permissions and xattrs: that needs root, or root of a user namespace.
 */
public final class Checkout {
    private final Repository repository;
    private final boolean link;

    /**
     * A checkout from a repository.
     *
     * @param link whether to hard-link where that is possible
     */
    public Checkout(Repository repository, boolean link) {
        this.repository = repository;
        this.link = link;
    }

    /**
     * How many files of each kind a checkout made.
     *
     * @param linked hard links to objects
     * @param copied files of their own
     * @param symlinks symbolic links
     * @param directories directories, the destination among them when it was made
     */
    public record Result(long linked, long copied, long symlinks, long directories) {}

    /**
     * Makes the files of a tree in a directory, which is made or must be empty.
     *
     * @throws LinuxException with EEXIST when something is in the way
     */
    public Result checkout(Tree tree, Path destination) throws IOException {
        if (!Files.isDirectory(destination)) {
            Files.createDirectory(destination);
        }
        Counter counter = new Counter();
        directory(tree.root(), destination, counter);
        return new Result(counter.linked, counter.copied, counter.symlinks, counter.directories);
    }

    private static final class Counter {
        private long linked;
        private long copied;
        private long symlinks;
        private long directories;
    }

    private void directory(TreeNode.Directory directory, Path at, Counter counter) throws IOException {
        counter.directories++;
        for (Map.Entry<String, TreeNode> child : directory.children().entrySet()) {
            Path path = at.resolve(child.getKey());
            switch (child.getValue()) {
                case TreeNode.File file -> file(file, path, counter);
                case TreeNode.Directory sub -> {
                    LinuxFiles.mkdir(path, 0700);
                    directory(sub, path, counter);
                }
            }
        }
        // Last: the mode may keep this process from writing, and entries would change the time.
        DirMeta meta = directory.meta();
        apply(at, meta.uid(), meta.gid(), meta.xattrs());
        LinuxFiles.chmod(at, meta.permissions());
        LinuxFiles.setTimes(at, 0, 0);
    }

    private void file(TreeNode.File file, Path path, Counter counter) throws IOException {
        FileHeader header = file.header();
        if (header.isSymlink()) {
            LinuxFiles.symlink(header.symlinkTarget(), path);
            apply(path, header.uid(), header.gid(), header.xattrs());
            LinuxFiles.setTimes(path, 0, 0);
            counter.symlinks++;
        } else if (link && repository.mode().isLinkable(header) && linked(file, path)) {
            counter.linked++;
        } else {
            copy(file, path);
            counter.copied++;
        }
    }

    /** False when the object has as many links as its file system allows, or is on another one. */
    private boolean linked(TreeNode.File file, Path path) throws IOException {
        ObjectName name = ObjectName.file(file.checksum());
        try {
            LinuxFiles.link(repository.objectPath(name), path);
            return true;
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.EMLINK, Errno.EXDEV, Errno.ENOENT, Errno.EPERM -> false;
                default -> throw e;
            };
        }
    }

    private void copy(TreeNode.File file, Path path) throws IOException {
        FileHeader header = file.header();
        try (ContentObject content = repository.openContent(file.checksum());
                InputStream in = content.stream();
                OutputStream out =
                        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            in.transferTo(out);
        }
        apply(path, header.uid(), header.gid(), header.xattrs());
        LinuxFiles.chmod(path, header.permissions());
        LinuxFiles.setTimes(path, 0, 0);
    }

    private static void apply(Path path, int uid, int gid, Xattrs xattrs) throws IOException {
        LinuxFiles.chown(path, uid, gid);
        for (Xattr xattr : xattrs.entries()) {
            org.atomsmith.linux.Xattrs.set(path, xattr.name(), xattr.value());
        }
    }
}
