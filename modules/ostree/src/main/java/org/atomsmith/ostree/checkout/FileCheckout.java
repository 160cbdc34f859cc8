package org.atomsmith.ostree.checkout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.FileKind;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.checkout.CheckoutOptions.Flag;
import org.atomsmith.ostree.checkout.CheckoutOptions.Links;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.Xattr;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.ContentInfo;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryException;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.UncompressedCache;

/** Makes one file of a tree: a link to its object, or a copy. Thread-safe. */
final class FileCheckout {
    private static final String WHITEOUT = ".wh.";
    private static final int BUFFER = 131_072;
    private static final String PASSTHROUGH = ".ostree-wh.";

    private final Repository repository;
    private final CheckoutOptions options;
    private final boolean userMode;
    /** Whether no file can be a link, so that each is opened once. */
    private final boolean alwaysCopies;

    private final Optional<UncompressedCache> cache;
    private final AtomicLong temporary = new AtomicLong();
    private final AtomicBoolean copied = new AtomicBoolean();

    FileCheckout(Repository repository, CheckoutOptions options) {
        this.repository = repository;
        this.options = options;
        this.cache = options.userMode() && !options.has(Flag.WITHOUT_CACHE)
                ? repository.uncompressedCache()
                : Optional.empty();
        this.userMode = options.userMode() || repository.mode() == RepositoryMode.BARE_USER_ONLY;
        this.alwaysCopies = options.links() == Links.NEVER
                || options.links() == Links.WHERE_POSSIBLE
                        && repository.mode() == RepositoryMode.ARCHIVE
                        && repository.parent().isEmpty()
                        && cache.isEmpty();
    }

    /** Whether any file was copied, and so may not be on the disk. */
    boolean hasCopied() {
        return copied.get();
    }

    /** Makes the file of a name in a directory. */
    void checkout(String path, String name, Checksum checksum, Path directory) throws IOException {
        if (options.has(Flag.WHITEOUTS) && name.startsWith(WHITEOUT)) {
            String target = name.substring(WHITEOUT.length());
            if (!name.equals(".wh..wh..opq")) {
                Trees.delete(child(directory, target, name));
            }
            return;
        }
        if (alwaysCopies && !options.has(Flag.PASSTHROUGH_WHITEOUTS)) {
            try (ContentObject content = repository.openContent(checksum)) {
                make(path, directory.resolve(name), checksum, content);
            }
            return;
        }
        ContentInfo info = repository.contentInfo(checksum);
        FileHeader header = info.header();
        if (options.has(Flag.PASSTHROUGH_WHITEOUTS) && name.startsWith(PASSTHROUGH)) {
            whiteout(path, child(directory, name.substring(PASSTHROUGH.length()), name), header);
            return;
        }
        Path file = directory.resolve(name);
        Repository holder = repository.holder(checksum);
        if (isLinkable(info, holder.mode())) {
            if (link(linkSource(checksum, info, holder), file, checksum, info)) {
                return;
            }
        }
        try (ContentObject content = repository.openContent(checksum)) {
            make(path, file, checksum, content);
        }
    }

    private void make(String path, Path file, Checksum checksum, ContentObject content) throws IOException {
        ContentInfo info = content.info();
        if (info.header().isSymlink()) {
            place(file, checksum, info, target -> symlink(path, target, info.header()));
        } else {
            copied.set(true);
            place(file, checksum, info, target -> copy(path, target, content));
        }
    }

    private static Path child(Path directory, String target, String name) throws IOException {
        if (target.isEmpty() || target.equals(".") || target.equals("..")) {
            throw new RepositoryException("Invalid whiteout '" + name + "'");
        }
        return directory.resolve(target);
    }

    /** Empty files are never linked: package tools truncate and lock them; unreadable ones cannot be used. */
    private boolean isLinkable(ContentInfo info, RepositoryMode mode) throws IOException {
        FileHeader header = info.header();
        boolean wanted = options.links() != Links.NEVER
                && options.labels().isEmpty()
                && (header.isSymlink() || info.size() > 0 && (!userMode || (header.permissions() & 0400) != 0));
        if (!wanted) {
            return false;
        }
        boolean possible = switch (mode) {
            case BARE -> !userMode;
            case BARE_SPLIT_XATTRS -> !userMode && header.xattrs().isEmpty();
            case BARE_USER -> userMode && !header.isSymlink();
            case BARE_USER_ONLY -> true;
            case ARCHIVE -> cache.isPresent() && !header.isSymlink();
        };
        if (!possible && options.links() == Links.REQUIRED && !header.isSymlink()) {
            throw new RepositoryException(
                    switch (mode) {
                        case BARE_USER -> "User repository mode requires user checkout mode to hardlink";
                        default -> "Bare repository mode cannot hardlink in user checkout mode";
                    });
        }
        return possible;
    }

    private Path linkSource(Checksum checksum, ContentInfo info, Repository holder) throws IOException {
        if (cache.isEmpty()) {
            return holder.objectPath(ObjectName.file(checksum));
        }
        copied.set(true);
        return cache.get().file(checksum, info.size(), permissions(info.header()));
    }

    /** False when the object has as many links as its file system allows, or is on another one. */
    private boolean link(Path object, Path file, Checksum checksum, ContentInfo info) throws IOException {
        try {
            LinuxFiles.link(object, file);
            return true;
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.EEXIST -> {
                    linkOver(object, file, checksum, info, e);
                    yield true;
                }
                case Errno.EMLINK, Errno.EXDEV, Errno.EPERM -> {
                    if (options.links() == Links.REQUIRED) {
                        throw e;
                    }
                    yield false;
                }
                default -> throw e;
            };
        }
    }

    private void linkOver(Path object, Path file, Checksum checksum, ContentInfo info, LinuxException exists)
            throws IOException {
        switch (options.overwrite()) {
            case NONE -> throw exists;
            case ADD -> {}
            case IDENTICAL -> {
                if (!LinuxFiles.stat(object).isSameFile(LinuxFiles.stat(file)) && !isIdentical(file, checksum, info)) {
                    throw exists;
                }
            }
            case UNION -> {
                // Renaming one link of a file over another of it does nothing, and leaves both.
                if (LinuxFiles.stat(object).isSameFile(LinuxFiles.stat(file))) {
                    return;
                }
                Path aside = aside(file);
                LinuxFiles.link(object, aside);
                replace(aside, file);
            }
        }
    }

    /** Makes a new file at a path where there is none. */
    @FunctionalInterface
    private interface Maker {
        void make(Path target) throws IOException;
    }

    private void place(Path file, Checksum checksum, ContentInfo info, Maker maker) throws IOException {
        boolean there =
                options.overwrite() != CheckoutOptions.Overwrite.NONE && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (!there) {
            maker.make(file);
            return;
        }
        switch (options.overwrite()) {
            case NONE, UNION -> {
                Path aside = aside(file);
                maker.make(aside);
                replace(aside, file);
            }
            case ADD -> {}
            case IDENTICAL -> {
                if (!isIdentical(file, checksum, info)) {
                    throw new java.nio.file.FileSystemException(file.toString(), null, "File exists");
                }
            }
        }
    }

    private Path aside(Path file) {
        return file.resolveSibling(
                ".atomsmith-" + ProcessHandle.current().pid() + "-" + temporary.incrementAndGet() + ".tmp");
    }

    private static void replace(Path aside, Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            Trees.delete(file);
        }
        LinuxFiles.rename(aside, file);
    }

    /** Whether the file that is there would be this object, so far as this kind of checkout sets what it has. */
    private boolean isIdentical(Path file, Checksum checksum, ContentInfo info) throws IOException {
        FileStatus status = LinuxFiles.stat(file);
        FileHeader header = info.header();
        if (header.isSymlink()) {
            return status.isSymlink() && Files.readSymbolicLink(file).toString().equals(header.symlinkTarget());
        }
        if (!status.isRegular() || status.size() != info.size()) {
            return false;
        }
        Xattrs xattrs = userMode || repository.config().disableXattrs()
                ? header.xattrs()
                : Xattrs.of(org.atomsmith.linux.Xattrs.all(file));
        FileHeader found = userMode
                ? header.withPermissions(
                        status.permissions() == permissions(header) ? header.permissions() : status.permissions())
                : new FileHeader(status.uid(), status.gid(), status.mode(), "", xattrs);
        return found.checksum(Files.readAllBytes(file)).equals(checksum);
    }

    private void symlink(String path, Path file, FileHeader header) throws IOException {
        LinuxFiles.symlink(header.symlinkTarget(), file);
        if (!userMode) {
            LinuxFiles.chown(file, header.uid(), header.gid());
            setXattrs(path, file, header);
        }
        LinuxFiles.setTimes(file, 0, 0);
    }

    private void copy(String path, Path file, ContentObject content) throws IOException {
        FileHeader header = content.info().header();
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[(int) Math.clamp(content.info().size(), 1, BUFFER)];
            for (int n = content.stream().read(buffer);
                    n >= 0;
                    n = content.stream().read(buffer)) {
                out.write(buffer, 0, n);
            }
        }
        if (!userMode) {
            LinuxFiles.chown(file, header.uid(), header.gid());
            setXattrs(path, file, header);
        }
        LinuxFiles.chmod(file, permissions(header));
        // Copies that are asked for are mostly made to be changed (/etc): their times say when.
        if (options.links() != Links.NEVER) {
            LinuxFiles.setTimes(file, 0, 0);
        }
    }

    /** A user's own file gets no power from the tree, and can be read. */
    private int permissions(FileHeader header) {
        return userMode ? header.permissions() & 01777 | 0400 : header.permissions();
    }

    private void whiteout(String path, Path file, FileHeader header) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && options.overwrite() != CheckoutOptions.Overwrite.UNION) {
            throw new java.nio.file.FileSystemException(file.toString(), null, "File exists");
        }
        Trees.delete(file);
        LinuxFiles.mknod(file, FileKind.CHARACTER_DEVICE.bits() | 0600, 0, 0);
        if (!userMode) {
            LinuxFiles.chown(file, header.uid(), header.gid());
            setXattrs(path, file, header);
        }
        LinuxFiles.chmod(file, header.permissions());
        LinuxFiles.setTimes(file, 0, 0);
    }

    private void setXattrs(String path, Path file, FileHeader header) throws IOException {
        for (Xattr xattr : labelled(path, header.mode(), header.xattrs()).entries()) {
            org.atomsmith.linux.Xattrs.set(file, xattr.name(), xattr.value());
        }
    }

    /** The attributes that a path gets, with the label of the policy where one is given. */
    Xattrs labelled(String path, int mode, Xattrs xattrs) {
        if (repository.config().disableXattrs()) {
            return Xattrs.NONE;
        }
        if (options.labels().isEmpty()) {
            return xattrs;
        }
        return options.labels()
                .get()
                .label(options.labelPrefix() + path, mode)
                .map(label -> xattrs.with("security.selinux", (label + "\0").getBytes(StandardCharsets.UTF_8)))
                .orElse(xattrs);
    }
}
