package org.atomsmith.ostree.repo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/**
 * Writing to a repository. Objects are hashed and stored in one pass into a staging directory; {@link #commit} brings
 * the file system to disk once, moves them to their places, brings that to disk, and only then changes refs. Killed at
 * any moment, even by a power cut, the repository holds whole objects only, and refs name commits that are complete;
 * a transaction begun later in the same boot finds what was staged and does not write it again.
 *
 * <p>Objects may be written from many threads at once. This instance's repository can read them at once; everybody
 * else, after the commit.
 */
public final class Transaction implements AutoCloseable {
    /** Files up to this size are hashed in memory first, and not written when they are already there. */
    private static final int IN_MEMORY = 1 << 20;

    private final Repository repository;
    private final Optional<FileLock> lock;
    private final ContentFiles files;
    private final StagedObjects objects;
    private final ContentImport imports;
    private final PendingChanges changes;
    private final AtomicBoolean ended = new AtomicBoolean();

    Transaction(Repository repository, ContentLayout layout, Optional<FileLock> lock) throws IOException {
        this.repository = repository;
        this.lock = lock;
        this.files = new ContentFiles(layout);
        this.objects = StagedObjects.open(repository, layout);
        this.imports = new ContentImport(repository, files, objects);
        this.changes = new PendingChanges(repository);
    }

    /** The repository that is written to. */
    public Repository repository() {
        return repository;
    }

    /** True when the object is in the repository or staged. The answer comes from memory. */
    public boolean has(ObjectName name) throws IOException {
        return objects.has(name);
    }

    /**
     * Writes a regular file or symbolic link.
     *
     * @param size bytes of a regular file, exactly as many as are read from {@code content}; 0 for a symbolic link
     * @return its checksum
     * @throws EOFException when the content ends early
     */
    public Checksum writeContent(FileHeader header, long size, InputStream content) throws IOException {
        if (header.isSymlink() || size <= IN_MEMORY) {
            byte[] bytes = header.isSymlink() ? new byte[0] : content.readNBytes((int) size);
            if (!header.isSymlink() && bytes.length < size) {
                throw ContentFiles.ended(bytes.length, size);
            }
            return writeContent(header, bytes);
        }
        return writeLarge(header, size, content);
    }

    /** Writes aside what has no name before all of it was read. */
    private Checksum writeLarge(FileHeader header, long size, InputStream content) throws IOException {
        objects.countContent();
        MessageDigest digest = header.digest();
        Path aside = objects.newFile();
        try {
            files.write(aside, header, size, content, Optional.of(digest));
            Checksum checksum = Checksum.of(digest.digest());
            BareUserOnly.check(repository.mode(), header, checksum);
            objects.writeContent(checksum, size, file -> LinuxFiles.rename(aside, file));
            return checksum;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Writes a regular file from memory, or a symbolic link with no content. */
    public Checksum writeContent(FileHeader header, byte[] content) throws IOException {
        Checksum checksum = header.checksum(content);
        objects.countContent();
        objects.writeContent(checksum, content.length, file -> {
            BareUserOnly.check(repository.mode(), header, checksum);
            files.write(file, header, content);
        });
        return checksum;
    }

    /** Writes a regular file whose bytes are in a file of the machine; owner, mode and xattrs are the header's. */
    public Checksum writeContent(FileHeader header, Path content) throws IOException {
        try (InputStream in = Files.newInputStream(content)) {
            return writeContent(header, Files.size(content), in);
        }
    }

    /**
     * Makes a file of the machine an object: it is hashed and moved into the repository, unless it is there already, in
     * which case it stays where it is. Only for a mode that keeps files as they are, and a file that has the owner and
     * xattrs of its header; on another file system it is copied.
     */
    public Checksum adoptContent(FileHeader header, Path file) throws IOException {
        MessageDigest digest = header.digest();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[ContentFiles.BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                size += n;
            }
        }
        Checksum checksum = Checksum.of(digest.digest());
        try {
            objects.writeContent(checksum, size, target -> {
                BareUserOnly.check(repository.mode(), header, checksum);
                LinuxFiles.rename(file, target);
                LinuxFiles.chmod(target, header.permissions());
                LinuxFiles.setTimes(target, 0, 0);
            });
            objects.countContent();
            return checksum;
        } catch (LinuxException e) {
            if (e.errno() != Errno.EXDEV) {
                throw e;
            }
            return writeContent(header, file);
        }
    }

    /** Brings file objects that other repositories have into this transaction. */
    public ContentImport imports() {
        return imports;
    }

    /**
     * Writes a regular file or symbolic link whose checksum is known, unless it is here: then nothing is read. Static
     * deltas do; the statistics, which are of what comes by itself, leave it out.
     *
     * @param size bytes of a regular file, exactly as many as are read from {@code content}; 0 for a symbolic link
     * @return false when it was here
     * @throws CorruptObjectException when header and content have another checksum: nothing is kept then
     */
    public boolean writeContent(Checksum expected, FileHeader header, long size, InputStream content)
            throws IOException {
        if (has(ObjectName.file(expected))) {
            return false;
        }
        objects.takeSpace(size);
        return objects.write(ObjectName.file(expected), file -> {
            MessageDigest digest = header.digest();
            files.write(file, header, size, content, Optional.of(digest));
            Checksum actual = Checksum.of(digest.digest());
            if (!actual.equals(expected)) {
                throw new CorruptObjectException(
                        "Corrupted file object; checksum expected='" + expected + "' actual='" + actual + "'");
            }
        });
    }

    /**
     * Writes a metadata object whose checksum is known.
     *
     * @return false when it was here
     * @throws CorruptObjectException when the bytes have another checksum
     */
    public boolean writeMetadata(ObjectName expected, byte[] bytes) throws IOException {
        if (has(expected)) {
            return false;
        }
        Checksum actual = Checksum.digest(bytes);
        if (!actual.equals(expected.checksum())) {
            throw new CorruptObjectException("Corrupted " + expected.type().extension() + " object; checksum expected='"
                    + expected.checksum() + "' actual='" + actual + "'");
        }
        writeMetadata(expected.type(), bytes);
        return true;
    }

    /** Writes a metadata object, whose bytes the caller answers for. */
    public Checksum writeMetadata(ObjectType type, byte[] bytes) throws IOException {
        if (!type.isMetadata()) {
            throw new IllegalArgumentException(type + " is no metadata object");
        }
        Checksum checksum = Checksum.digest(bytes);
        importMetadata(new ObjectName(type, checksum), bytes);
        return checksum;
    }

    /**
     * Writes a metadata object under a name that the caller answers for: what a trusted repository calls by it.
     *
     * @return false when it was here
     */
    public boolean importMetadata(ObjectName name, byte[] bytes) throws IOException {
        return importMetadata(name, bytes, Optional.empty());
    }

    /** The same, of an object whose file is on this machine: on one file system, one file serves both repositories. */
    public boolean importMetadata(ObjectName name, byte[] bytes, Optional<Path> origin) throws IOException {
        return objects.writeMetadata(name, file -> {
            if (origin.isPresent() && linked(origin.get(), file)) {
                return;
            }
            try (ObjectOutput out = new ObjectOutput(file)) {
                out.write(bytes);
            }
            LinuxFiles.chmod(file, 0644);
        });
    }

    private static boolean linked(Path origin, Path file) throws IOException {
        try {
            LinuxFiles.link(origin, file);
            return true;
        } catch (LinuxException e) {
            return ContentImport.linkRefused(e);
        }
    }

    /** Writes a directory's entries. */
    public Checksum write(DirTree tree) throws IOException {
        return writeMetadata(ObjectType.DIRTREE, tree.toBytes());
    }

    /** Writes a directory's metadata. */
    public Checksum write(DirMeta meta) throws IOException {
        return writeMetadata(ObjectType.DIRMETA, meta.toBytes());
    }

    /** Writes a commit. */
    public Checksum write(Commit commit) throws IOException {
        return writeMetadata(ObjectType.COMMIT, commit.toBytes());
    }

    /** A commit's detached metadata as this transaction will leave it; empty when there is none. */
    public SequencedMap<String, Variant> detachedMetadata(Checksum commit) throws IOException {
        return changes.detachedMetadata(commit);
    }

    /**
     * Replaces a commit's detached metadata when the transaction is committed. An empty map leaves an empty file where
     * there was one, from which those who pull again learn that signatures were taken back.
     */
    public void setDetachedMetadata(Checksum commit, SequencedMap<String, Variant> metadata) {
        changes.setDetachedMetadata(commit, metadata);
    }

    /** Drops the file objects that were staged and are not among these; those that the repository has already stay. */
    public void retainContent(Set<Checksum> wanted) throws IOException {
        objects.retainContent(wanted);
    }

    /** Points a refspec ({@code ref} or {@code remote:ref}) to a commit when the transaction is committed. */
    public void setRef(String refspec, Checksum commit) {
        changes.setRef(refspec, commit);
    }

    /** Points a ref of another collection to a commit when the transaction is committed. */
    public void setRef(CollectionRef ref, Checksum commit) {
        changes.setRef(ref, commit);
    }

    /** Removes a refspec when the transaction is committed. */
    public void deleteRef(String refspec) {
        changes.deleteRef(refspec);
    }

    /** Makes everything durable and visible: objects, then detached metadata, then refs. */
    public TransactionStatistics commit() throws IOException {
        if ("pre-commit".equals(System.getenv("OSTREE_REPO_TEST_ERROR"))) {
            suspend();
            throw new RepositoryException("OSTREE_REPO_TEST_ERROR_PRE_COMMIT specified: nothing was committed");
        }
        if (!ended.compareAndSet(false, true)) {
            throw new IllegalStateException("the transaction on " + repository.path() + " has ended");
        }
        try {
            objects.publish();
            changes.apply();
        } finally {
            end();
        }
        return objects.statistics();
    }

    /** Ends the transaction: what was not committed is gone. */
    @Override
    public void close() throws IOException {
        if (ended.compareAndSet(false, true)) {
            end();
        }
    }

    /**
     * Ends the transaction without committing, and leaves what it wrote for the next one of this boot: a pull that
     * failed goes on where it was.
     */
    public void suspend() throws IOException {
        if (ended.compareAndSet(false, true)) {
            try {
                objects.leave();
            } finally {
                if (lock.isPresent()) {
                    lock.get().close();
                }
            }
        }
    }

    private void end() throws IOException {
        try {
            objects.remove();
        } finally {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }
}
