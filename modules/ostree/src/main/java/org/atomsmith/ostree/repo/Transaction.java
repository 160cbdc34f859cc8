package org.atomsmith.ostree.repo;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
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

    private static final int BUFFER = 262_144;
    private static final int MOST_UNPACKED = 4 << 20;

    private final Repository repository;
    private final ContentLayout layout;
    private final InflaterPool inflaters = new InflaterPool();
    private final Optional<FileLock> lock;
    private final StagingArea staging;
    private final ObjectIndex index;
    private final FreeSpace space;
    private final Map<String, Checksum> refs = new TreeMap<>();
    private final Map<CollectionRef, Checksum> mirrors = new TreeMap<>();
    private final Set<String> deletedRefs = new TreeSet<>();
    private final Map<Checksum, byte[]> detached = new TreeMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final LongAdder metadataTotal = new LongAdder();
    private final LongAdder metadataWritten = new LongAdder();
    private final LongAdder contentTotal = new LongAdder();
    private final LongAdder contentWritten = new LongAdder();
    private final LongAdder contentBytes = new LongAdder();

    Transaction(Repository repository, ContentLayout layout, Optional<FileLock> lock) throws IOException {
        this.repository = repository;
        this.layout = layout;
        this.lock = lock;
        this.space = FreeSpace.of(repository);
        TmpExpiry.clean(repository);
        this.staging = StagingArea.open(repository.tmp(), repository.paths());
        this.index = new ObjectIndex(repository.objects(), repository.paths());
        repository.attach(staging);
        verifyLeftovers();
    }

    /** What a killed process left is read, and kept when it is what its name says. */
    private void verifyLeftovers() throws IOException {
        for (ObjectName name : List.copyOf(staging.staged())) {
            if (!isSound(name)) {
                staging.discard(name);
            }
        }
    }

    /** A commit never is: what it refers to may be among the discarded. */
    private boolean isSound(ObjectName name) throws IOException {
        if (name.type() == ObjectType.COMMIT) {
            return false;
        }
        try {
            repository.verify(name);
            return name.type() != ObjectType.FILE || layout.isSealed(staging.path(name));
        } catch (CorruptObjectException e) {
            return false;
        }
    }

    /** The repository that is written to. */
    public Repository repository() {
        return repository;
    }

    /** True when the object is in the repository or staged. The answer comes from memory. */
    public boolean has(ObjectName name) throws IOException {
        return staging.contains(name)
                || index.contains(name)
                || repository.parent().isPresent() && repository.parent().get().has(name);
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
                throw ended(bytes.length, size);
            }
            return writeContent(header, bytes);
        }
        return writeLarge(header, size, content);
    }

    /** Writes aside what has no name before all of it was read. */
    private Checksum writeLarge(FileHeader header, long size, InputStream content) throws IOException {
        contentTotal.increment();
        MessageDigest digest = header.digest();
        Path aside = staging.newFile();
        try {
            try (ContentSink sink = layout.create(aside, header, size)) {
                copy(content, size, digest, sink);
                sink.finish();
            }
            Checksum checksum = Checksum.of(digest.digest());
            BareUserOnly.check(repository.mode(), header, checksum);
            keep(ObjectName.file(checksum), size, file -> LinuxFiles.rename(aside, file));
            return checksum;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Writes a regular file from memory, or a symbolic link with no content. */
    public Checksum writeContent(FileHeader header, byte[] content) throws IOException {
        Checksum checksum = header.checksum(content);
        contentTotal.increment();
        keep(ObjectName.file(checksum), content.length, file -> {
            BareUserOnly.check(repository.mode(), header, checksum);
            if (header.isSymlink()) {
                layout.createSymlink(file, header);
                return;
            }
            try (ContentSink sink = layout.create(file, header, content.length)) {
                sink.write(content, 0, content.length);
                sink.finish();
            }
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
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                size += n;
            }
        }
        Checksum checksum = Checksum.of(digest.digest());
        try {
            keep(ObjectName.file(checksum), size, target -> {
                BareUserOnly.check(repository.mode(), header, checksum);
                LinuxFiles.rename(file, target);
                LinuxFiles.chmod(target, header.permissions());
                LinuxFiles.setTimes(target, 0, 0);
            });
            contentTotal.increment();
            return checksum;
        } catch (LinuxException e) {
            if (e.errno() != Errno.EXDEV) {
                throw e;
            }
            return writeContent(header, file);
        }
    }

    /**
     * Writes a file object that another repository has, unless it is here; verifies its checksum on the way. Between
     * repositories of one mode on one file system it becomes a hard link.
     *
     * @return bytes of the file that was written; empty when it was here
     * @throws CorruptObjectException when its content is not what its name says
     */
    public OptionalLong importContent(Checksum checksum, Repository source) throws IOException {
        return importContent(checksum, source, ImportPolicy.VERIFY);
    }

    /** The same, asking of the file what the policy says. */
    public OptionalLong importContent(Checksum checksum, Repository source, ImportPolicy policy) throws IOException {
        contentTotal.increment();
        ObjectName name = ObjectName.file(checksum);
        if (has(name)) {
            return OptionalLong.empty();
        }
        if (keepsAlike(checksum, source) && link(checksum, source, policy)) {
            return OptionalLong.of(repository.contentInfo(checksum).size());
        }
        if (repository.mode() == RepositoryMode.ARCHIVE && source.mode() == RepositoryMode.ARCHIVE) {
            Path file = source.objectPath(name);
            try (InputStream in = Files.newInputStream(file)) {
                return keepArchived(checksum, in, Files.size(file), policy, file);
            } catch (NoSuchFileException e) {
                throw new ObjectNotFoundException(name, source.path());
            }
        }
        if (source.mode() == RepositoryMode.ARCHIVE) {
            Path file = source.objectPath(name);
            try (InputStream in = Files.newInputStream(file)) {
                return unpack(checksum, in, Files.size(file), policy, file);
            } catch (NoSuchFileException e) {
                throw new ObjectNotFoundException(name, source.path());
            }
        }
        try (ContentObject content = source.openContent(checksum)) {
            return keepContent(checksum, content, policy, "repository " + source.path());
        }
    }

    /**
     * Writes a file object from the form that archive repositories serve, {@code .filez}; into an archive it goes as it
     * came.
     *
     * @param archived the whole file; it is read to its end, not closed
     * @param length its bytes
     * @param origin where it comes from, for messages: a URL
     * @return bytes of the file that was written, uncompressed; empty when it was here
     * @throws CorruptObjectException when its content is not what its name says, or it is not such a file
     */
    public OptionalLong importArchived(
            Checksum checksum, InputStream archived, long length, ImportPolicy policy, Object origin)
            throws IOException {
        contentTotal.increment();
        if (has(ObjectName.file(checksum))) {
            return OptionalLong.empty();
        }
        if (repository.mode() == RepositoryMode.ARCHIVE) {
            return keepArchived(checksum, archived, length, policy, origin);
        }
        return unpack(checksum, archived, length, policy, origin);
    }

    /** Small files are unpacked in memory, with no stream upon stream; most are small. */
    private OptionalLong unpack(
            Checksum checksum, InputStream archived, long length, ImportPolicy policy, Object origin)
            throws IOException {
        InputStream rest = archived;
        if (length <= IN_MEMORY) {
            byte[] file = archived.readNBytes((int) length);
            Optional<ArchivedFile.Small> small = ArchivedFile.small(file, MOST_UNPACKED, inflaters, origin);
            if (small.isPresent()) {
                return keepSmall(checksum, small.get(), policy, origin);
            }
            rest = new ByteArrayInputStream(file);
        }
        try (ContentObject content = ArchivedFile.open(rest, length, origin)) {
            return keepContent(checksum, content, policy, origin);
        }
    }

    /** A user's file without owner and xattrs of its own is the same in both modes for users. */
    private boolean keepsAlike(Checksum checksum, Repository source) throws IOException {
        if (source.mode() != RepositoryMode.BARE_USER || repository.mode() != RepositoryMode.BARE_USER_ONLY) {
            return source.mode() == repository.mode();
        }
        FileHeader header = source.contentInfo(checksum).header();
        return !header.isSymlink()
                && header.uid() == 0
                && header.gid() == 0
                && header.xattrs().isEmpty()
                && header.permissions() == BareUserLayout.physicalPermissions(header);
    }

    private static boolean linked(Path origin, Path file) throws IOException {
        try {
            LinuxFiles.link(origin, file);
            return true;
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.EXDEV, Errno.EMLINK, Errno.EPERM, Errno.ENOENT -> false;
                default -> throw e;
            };
        }
    }

    private OptionalLong keepSmall(Checksum checksum, ArchivedFile.Small small, ImportPolicy policy, Object origin)
            throws IOException {
        FileHeader header = small.header();
        byte[] content = small.content();
        BareUserOnly.check(repository.mode(), header, checksum);
        policy.check(checksum, header);
        if (policy.trust() == Trust.VERIFY) {
            MessageDigest digest = header.digest();
            digest.update(content);
            requireSame(checksum, digest, origin);
        }
        boolean written = keep(ObjectName.file(checksum), content.length, file -> {
            if (header.isSymlink()) {
                layout.createSymlink(file, header);
                return;
            }
            try (ContentSink sink = layout.create(file, header, content.length)) {
                sink.write(content, 0, content.length);
                sink.finish();
            }
        });
        return written ? OptionalLong.of(content.length) : OptionalLong.empty();
    }

    /** Where both repositories keep the object alike and on one file system, one file serves both. */
    private boolean link(Checksum checksum, Repository source, ImportPolicy policy) throws IOException {
        ObjectName name = ObjectName.file(checksum);
        if (policy.trust() == Trust.VERIFY) {
            source.verify(name);
        }
        if (policy.bareUserOnlyFiles()) {
            policy.check(checksum, source.contentInfo(checksum).header());
        }
        try {
            return keep(name, 0, file -> LinuxFiles.link(source.objectPath(name), file));
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.EXDEV, Errno.EMLINK, Errno.EPERM, Errno.ENOENT -> false;
                default -> throw e;
            };
        }
    }

    private OptionalLong keepContent(Checksum checksum, ContentObject content, ImportPolicy policy, Object origin)
            throws IOException {
        FileHeader header = content.info().header();
        BareUserOnly.check(repository.mode(), header, checksum);
        long size = content.info().size();
        policy.check(checksum, header);
        boolean verify = policy.trust() == Trust.VERIFY;
        boolean written = keep(ObjectName.file(checksum), size, file -> {
            Optional<MessageDigest> digest = verify ? Optional.of(header.digest()) : Optional.empty();
            if (header.isSymlink()) {
                layout.createSymlink(file, header);
            } else {
                try (ContentSink sink = layout.create(file, header, size)) {
                    copy(content.stream(), size, digest, sink);
                    sink.finish();
                }
            }
            if (digest.isPresent()) {
                requireSame(checksum, digest.get(), origin);
            }
        });
        return written ? OptionalLong.of(size) : OptionalLong.empty();
    }

    /** Keeps the compressed bytes as they are while they are decompressed to be verified. */
    private OptionalLong keepArchived(
            Checksum checksum, InputStream archived, long length, ImportPolicy policy, Object origin)
            throws IOException {
        long[] size = new long[1];
        boolean written = keep(ObjectName.file(checksum), 0, file -> {
            try (ObjectOutput out = new ObjectOutput(file)) {
                InputStream tee = new TeeInputStream(archived, out, (int) Math.clamp(length, 512, BUFFER));
                try (ContentObject content = ArchivedFile.open(tee, length, origin)) {
                    size[0] = content.info().size();
                    policy.check(checksum, content.info().header());
                    if (policy.trust() == Trust.VERIFY) {
                        MessageDigest digest = content.info().header().digest();
                        copy(content.stream(), size[0], digest, ContentSink.NOWHERE);
                        requireSame(checksum, digest, origin);
                    }
                }
                tee.transferTo(OutputStream.nullOutputStream());
            }
            LinuxFiles.chmod(file, ArchiveLayout.PERMISSIONS);
        });
        contentBytes.add(written ? size[0] : 0);
        return written ? OptionalLong.of(size[0]) : OptionalLong.empty();
    }

    private static void requireSame(Checksum checksum, MessageDigest digest, Object origin)
            throws CorruptObjectException {
        Checksum actual = Checksum.of(digest.digest());
        if (!actual.equals(checksum)) {
            throw new CorruptObjectException("Corrupted file object; checksum expected='" + checksum + "' actual='"
                    + actual + "' from " + origin + ": remove it there, and write or pull it again");
        }
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
        ObjectName name = ObjectName.file(expected);
        return !has(name)
                && staging.write(name, file -> {
                    MessageDigest digest = header.digest();
                    if (header.isSymlink()) {
                        layout.createSymlink(file, header);
                    } else {
                        try (ContentSink sink = layout.create(file, header, size)) {
                            copy(content, size, digest, sink);
                            sink.finish();
                        }
                    }
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
        metadataTotal.increment();
        boolean written = !has(name)
                && staging.write(name, file -> {
                    if (origin.isPresent() && linked(origin.get(), file)) {
                        return;
                    }
                    try (ObjectOutput out = new ObjectOutput(file)) {
                        out.write(bytes);
                    }
                    LinuxFiles.chmod(file, 0644);
                });
        if (written) {
            metadataWritten.increment();
        }
        return written;
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
        byte[] pending = detached.get(commit);
        if (pending != null) {
            return pending.length == 0
                    ? new LinkedHashMap<>()
                    : Variant.parse(Variant.DICT, pending).asDict();
        }
        return repository.readDetachedMetadata(commit).orElseGet(LinkedHashMap::new);
    }

    /**
     * Replaces a commit's detached metadata when the transaction is committed. An empty map leaves an empty file where
     * there was one, from which those who pull again learn that signatures were taken back.
     */
    public void setDetachedMetadata(Checksum commit, SequencedMap<String, Variant> metadata) {
        detached.put(
                commit,
                metadata.isEmpty() ? new byte[0] : Variant.dict(metadata).toBytes());
    }

    /** Drops the file objects that were staged and are not among these; those that the repository has already stay. */
    public void retainContent(Set<Checksum> wanted) throws IOException {
        for (ObjectName name : List.copyOf(staging.staged())) {
            if (name.type() == ObjectType.FILE && !wanted.contains(name.checksum())) {
                staging.discard(name);
            }
        }
    }

    /** Points a refspec ({@code ref} or {@code remote:ref}) to a commit when the transaction is committed. */
    public void setRef(String refspec, Checksum commit) {
        repository.refs().check(refspec);
        deletedRefs.remove(refspec);
        refs.put(refspec, commit);
    }

    /** Points a ref of another collection to a commit when the transaction is committed. */
    public void setRef(CollectionRef ref, Checksum commit) {
        RefName.checkCollection(ref.collection());
        RefName.checkRef(ref.ref());
        mirrors.put(ref, commit);
    }

    /** Removes a refspec when the transaction is committed. */
    public void deleteRef(String refspec) {
        repository.refs().check(refspec);
        refs.remove(refspec);
        deletedRefs.add(refspec);
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
            if (!staging.staged().isEmpty()) {
                sync();
                staging.publish(repository.objects());
                sync();
                removeTombstones();
            }
            for (Map.Entry<Checksum, byte[]> entry : detached.entrySet()) {
                replaceDetached(entry.getKey(), entry.getValue());
            }
            Refs names = repository.refs();
            names.setAll(refs);
            for (String ref : deletedRefs) {
                names.delete(ref);
            }
            for (Map.Entry<CollectionRef, Checksum> ref : mirrors.entrySet()) {
                names.set(ref.getKey(), ref.getValue());
            }
            if (!refs.isEmpty() || !deletedRefs.isEmpty() || !mirrors.isEmpty()) {
                AutoSummary.afterRefsChanged(repository);
            }
        } finally {
            end();
        }
        return new TransactionStatistics(
                metadataTotal.sum(),
                metadataWritten.sum(),
                contentTotal.sum(),
                contentWritten.sum(),
                contentBytes.sum());
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
            repository.detach(staging);
            try {
                staging.leave();
            } finally {
                if (lock.isPresent()) {
                    lock.get().close();
                }
            }
        }
    }

    private void end() throws IOException {
        repository.detach(staging);
        try {
            staging.remove();
        } finally {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    /** A commit that is there again is not deleted any more. */
    private void removeTombstones() throws IOException {
        for (ObjectName name : staging.staged()) {
            if (name.type() == ObjectType.COMMIT) {
                ObjectName tombstone = new ObjectName(ObjectType.COMMIT_TOMBSTONE, name.checksum());
                Files.deleteIfExists(repository.paths().in(repository.objects(), tombstone));
            }
        }
    }

    private void sync() throws IOException {
        if (repository.config().fsync()) {
            LinuxFiles.syncFileSystem(repository.path());
        }
    }

    private void replaceDetached(Checksum commit, byte[] bytes) throws IOException {
        Path file = repository.paths().in(repository.objects(), new ObjectName(ObjectType.COMMIT_META, commit));
        if (bytes.length == 0 && !Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        DurableFile.write(file, bytes, repository.tmp(), repository.config().fsync());
    }

    private static void copy(InputStream content, long size, MessageDigest digest, ContentSink sink)
            throws IOException {
        copy(content, size, Optional.of(digest), sink);
    }

    private static void copy(InputStream content, long size, Optional<MessageDigest> digest, ContentSink sink)
            throws IOException {
        byte[] buffer = new byte[(int) Math.clamp(size, 1, BUFFER)];
        long left = size;
        while (left > 0) {
            int n = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw ended(size - left, size);
            }
            if (digest.isPresent()) {
                digest.get().update(buffer, 0, n);
            }
            sink.write(buffer, 0, n);
            left -= n;
        }
    }

    private static EOFException ended(long at, long size) {
        return new EOFException("a file's content ends after " + at + " of " + size + " bytes");
    }

    private boolean keep(ObjectName name, long size, StagingArea.FileWriter writer) throws IOException {
        if (has(name)) {
            return false;
        }
        space.take(size);
        boolean written = staging.write(name, writer);
        if (written) {
            contentWritten.increment();
            contentBytes.add(size);
        }
        return written;
    }
}
