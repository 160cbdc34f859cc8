package org.atomsmith.ostree.commit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.atomsmith.linux.FileNames;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.concurrent.Workers;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;

/**
 * Puts a directory of the machine into a tree. One thread walks and looks, others read, hash and write the files; how
 * many wait is bounded.
 */
final class DirectorySource {
    private final Transaction transaction;
    private final CommitModifier modifier;
    private final KnownObjects known;
    private final boolean consume;
    private final boolean readsXattrs;
    private final boolean adopts;
    private final LongAdder hits;

    /**
     * A source of directories.
     *
     * @param consume whether files of the directory may become objects: it is deleted after the commit
     * @param hits counts files that were known
     */
    DirectorySource(
            Transaction transaction, CommitModifier modifier, KnownObjects known, boolean consume, LongAdder hits) {
        this.transaction = transaction;
        this.modifier = modifier;
        this.known = known;
        this.consume = consume;
        this.hits = hits;
        RepositoryMode mode = transaction.repository().mode();
        this.readsXattrs = !modifier.isWithoutXattrs()
                && !transaction.repository().config().disableXattrs();
        this.adopts = consume && (mode == RepositoryMode.BARE_USER_ONLY || mode == RepositoryMode.BARE);
    }

    /** Puts the directory on top of what the tree has. */
    void read(Path directory, MutableTree tree) throws IOException {
        try (Workers workers = new Workers("ostree-commit-")) {
            FileStatus status = LinuxFiles.statFollowing(directory);
            if (!status.isDirectory()) {
                throw new java.nio.file.FileSystemException(directory.toString(), null, "Not a directory");
            }
            walk("/", directory, status, tree, workers);
            workers.await();
        }
    }

    private void walk(String path, Path directory, FileStatus status, MutableTree tree, Workers workers)
            throws IOException {
        Optional<Attributes> attributes = modifier.apply(path, Attributes.of(status));
        if (attributes.isEmpty()) {
            return;
        }
        tree.setMeta(transaction.write(
                attributes.get().dirMeta(modifier.xattrs(path, attributes.get().mode(), xattrs(directory)))));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                entry(path, entry, tree, workers);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void entry(String parent, Path entry, MutableTree tree, Workers workers) throws IOException {
        String name = name(entry);
        String path = CommitModifier.child(parent, name);
        FileStatus status = LinuxFiles.stat(entry);
        if (status.isDirectory()) {
            if (modifier.isSkipped(path)) {
                return;
            }
            walk(path, entry, status, tree.directory(name), workers);
            return;
        }
        Attributes original = Attributes.of(status);
        Optional<Attributes> changed = modifier.apply(path, original);
        if (changed.isEmpty()) {
            return;
        }
        if (!status.isRegular() && !status.isSymlink()) {
            throw new IOException(entry + ": Not a regular file or symlink: it is a "
                    + status.kind().name().toLowerCase(Locale.ROOT) + ", which a commit cannot hold");
        }
        boolean modified = !changed.get().equals(original);
        Optional<Checksum> object = known.find(status, modified);
        if (object.isPresent()) {
            hits.increment();
            tree.putFile(name, object.get());
            return;
        }
        Attributes attributes = changed.get();
        workers.submit(() -> tree.putFile(name, file(path, entry, status, attributes, modified)));
    }

    private Checksum file(String path, Path file, FileStatus status, Attributes attributes, boolean modified)
            throws IOException {
        String target = status.isSymlink() ? FileNames.text(Files.readSymbolicLink(file)) : "";
        Xattrs found = xattrs(file);
        Xattrs xattrs = modifier.xattrs(path, attributes.mode(), found);
        FileHeader header = attributes.header(target, xattrs);
        if (header.isSymlink()) {
            return transaction.writeContent(header, new byte[0]);
        }
        if (adopts && isAdoptable(file, modified, found.equals(xattrs))) {
            return transaction.adoptContent(header, file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return transaction.writeContent(header, status.size(), in);
        }
    }

    /** A file may become the object only when it has all that the object has. */
    private boolean isAdoptable(Path file, boolean modified, boolean sameXattrs) throws IOException {
        if (transaction.repository().mode() == RepositoryMode.BARE_USER_ONLY) {
            return true;
        }
        return !modified
                && sameXattrs
                && (readsXattrs || org.atomsmith.linux.Xattrs.all(file).isEmpty());
    }

    private Xattrs xattrs(Path path) throws IOException {
        return readsXattrs ? Xattrs.of(org.atomsmith.linux.Xattrs.all(path)) : Xattrs.NONE;
    }

    private static String name(Path entry) throws IOException {
        try {
            return FileNames.text(entry.getFileName());
        } catch (InvalidPathException e) {
            throw new IOException("Invalid UTF-8 in filename: " + e.getMessage(), e);
        }
    }
}
