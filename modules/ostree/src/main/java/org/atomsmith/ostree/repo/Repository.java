package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/**
 * An OSTree repository on disk: objects by checksum, and refs that name commits. Reading is thread-safe and sees what
 * transactions of this instance have staged; writing goes through {@link #begin}.
 */
public final class Repository {
    private static final int MAX_PARENTS = 16;

    private final Path path;
    private final RepositoryConfig config;
    private final RepositoryMode mode;
    private final ContentLayout layout;
    private final ObjectFiles files;
    private final Optional<Repository> parent;

    private Repository(Path path, RepositoryConfig config, RepositoryMode mode, Optional<Repository> parent) {
        this.path = path;
        this.config = config;
        this.mode = mode;
        this.parent = parent;
        this.layout = ContentLayout.of(config, mode);
        this.files = new ObjectFiles(path, new ObjectPaths(mode), layout, parent.map(other -> other.files));
    }

    /**
     * Makes an empty repository, or completes one whose making was interrupted; one that is already there in this mode
     * is opened.
     *
     * @throws RepositoryException when there is one of another mode
     */
    public static Repository create(Path path, RepositoryMode mode) throws IOException {
        return create(path, RepositoryConfig.of(mode));
    }

    /** The same with more configuration than the mode; of a repository that is there, it is not changed. */
    public static Repository create(Path path, RepositoryConfig config) throws IOException {
        RepositoryMode mode = config.mode().orElseThrow(() -> new IllegalArgumentException("no mode"));
        RepositoryDirectory.create(path, config);
        Repository repository = open(path);
        if (repository.mode != mode) {
            throw new RepositoryException("repository " + path + " is there in mode " + repository.mode.configName()
                    + ", wanted " + mode.configName() + ": use another directory or remove it");
        }
        return repository;
    }

    /**
     * Opens a repository.
     *
     * @throws RepositoryException when it is none, or of a mode or version that this program does not know
     */
    public static Repository open(Path path) throws IOException {
        return open(path, 0);
    }

    private static Repository open(Path path, int depth) throws IOException {
        RepositoryDirectory directory = RepositoryDirectory.open(path);
        if (depth > MAX_PARENTS) {
            throw new RepositoryException(
                    "repository " + path + ": [core] parent leads through more than " + MAX_PARENTS + " repositories");
        }
        Optional<Path> parent = directory.parent();
        return new Repository(
                path,
                directory.config(),
                directory.mode(),
                parent.isPresent() ? Optional.of(open(parent.get(), depth + 1)) : Optional.empty());
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** The repository that {@code [core] parent} names: what is not here is looked for there. */
    public Optional<Repository> parent() {
        return parent;
    }

    /** How it keeps files. */
    public RepositoryMode mode() {
        return mode;
    }

    /** Its configuration as it was when it was opened. */
    public RepositoryConfig config() {
        return config;
    }

    /**
     * Changes the configuration, durably; comments and order of the file stay. This instance goes on with what it was
     * opened with.
     *
     * @throws IllegalArgumentException when the text would not be read back as it is
     */
    public void writeConfig(KeyFile file) throws IOException {
        Path config = path.resolve("config");
        String text = file.text(Files.readString(config));
        KeyFile.parse(text, "config");
        DurableFile.write(config, text, tmp());
    }

    /** The commits that are there, sorted; those of a parent repository are not. */
    public List<Checksum> listCommits() throws IOException {
        return new ObjectListing(files.directory(), files.paths()).commits();
    }

    /** Goes through the objects of this repository, those of its parent not included, in the order of names. */
    public void visitObjects(ObjectListing.Visitor visitor) throws IOException {
        new ObjectListing(files.directory(), files.paths()).visit(visitor);
    }

    /** This repository, but its transactions do not wait for the disk, whatever its configuration says. */
    public Repository withoutFsync() {
        return with("fsync", "false");
    }

    /** The same repository, whose transactions bring each object to disk when it is written. */
    public Repository withPerObjectFsync() {
        return with("per-object-fsync", "true");
    }

    private Repository with(String key, String value) {
        return new Repository(path, new RepositoryConfig(config.file().with("core", key, value)), mode, parent);
    }

    /** The names that commits have. */
    public Refs refs() {
        return new Refs(path, config.fsync());
    }

    /** The static deltas that it holds. */
    public Deltas deltas() {
        return new Deltas(path);
    }

    /**
     * The commit that a user names: a refspec, a checksum or the beginning of one, with {@code ^} for each step to a
     * parent. A ref that is not local may be any remote's, or the parent repository's.
     *
     * @throws RepositoryException when there is none
     * @throws IllegalArgumentException when the text cannot be one
     */
    public Checksum resolve(String rev) throws IOException {
        return new Revisions(this).resolve(rev);
    }

    /** The same; empty when there is no such ref. */
    public Optional<Checksum> find(String rev) throws IOException {
        return new Revisions(this).find(rev);
    }

    /**
     * Begins to write. The transaction holds the repository's lock, shared, until it is committed or closed.
     *
     * @throws RepositoryException when another process keeps the lock for longer than {@code lock-timeout-secs}
     */
    public Transaction begin() throws IOException {
        return begin(layout);
    }

    /**
     * The same; an archive's objects are compressed by zlib, so that they are as long as libostree makes them: where
     * their sizes become part of a commit.
     */
    public Transaction beginWithSizes() throws IOException {
        return begin(ContentLayout.asLibostree(config, mode));
    }

    private Transaction begin(ContentLayout layout) throws IOException {
        Optional<FileLock> lock = lock(FileLock.Mode.SHARED);
        try {
            return new Transaction(this, layout, lock);
        } catch (IOException | RuntimeException e) {
            if (lock.isPresent()) {
                lock.get().close();
            }
            throw e;
        }
    }

    /**
     * Takes the repository's lock as libostree does: shared to write, exclusive to remove objects.
     *
     * @return absent when {@code [core] locking=false}
     * @throws RepositoryException when it is not to be had within {@code lock-timeout-secs}
     */
    public Optional<FileLock> lock(FileLock.Mode lockMode) throws IOException {
        if (!config.locking()) {
            return Optional.empty();
        }
        long seconds = config.lockTimeoutSeconds();
        Duration patience = Duration.ofSeconds(seconds < 0 ? Long.MAX_VALUE / 4_000_000_000L : seconds);
        return Optional.of(FileLock.acquire(path.resolve(".lock"), lockMode, patience));
    }

    /** True when the object is there, in the parent repository, or staged by a transaction of this instance. */
    public boolean has(ObjectName name) {
        return files.has(name);
    }

    /** True when the file object is there. */
    public boolean hasContent(Checksum checksum) {
        return has(ObjectName.file(checksum));
    }

    /** The uncompressed files of an archive; empty in other modes, or when {@code [core]} turns them off. */
    public Optional<UncompressedCache> uncompressedCache() {
        return mode == RepositoryMode.ARCHIVE && config.file().getBoolean("core", "enable-uncompressed-cache", true)
                ? Optional.of(new UncompressedCache(this))
                : Optional.empty();
    }

    /** The repository that has the file object: this one, or one of its parents. */
    public Repository holder(Checksum content) {
        return parent.isEmpty() || files.isHere(ObjectName.file(content))
                ? this
                : parent.get().holder(content);
    }

    /** The file of an object; it need not exist. */
    public Path objectPath(ObjectName name) {
        return files.path(name);
    }

    /**
     * Reads a file object's header and size.
     *
     * @throws ObjectNotFoundException when it is not there
     * @throws CorruptObjectException when its file cannot be one
     */
    public ContentInfo contentInfo(Checksum checksum) throws IOException {
        return files.read(ObjectName.file(checksum), ContentLayout::info);
    }

    /**
     * The bytes that a file object takes in this repository, as it is stored.
     *
     * @throws ObjectNotFoundException when it is not there
     */
    public long storedSize(Checksum checksum) throws IOException {
        return files.read(
                ObjectName.file(checksum), (_, file) -> LinuxFiles.stat(file).size());
    }

    /**
     * Opens a file object to read its bytes. What is read is not verified: {@link #verify} does.
     *
     * @throws ObjectNotFoundException when it is not there
     * @throws CorruptObjectException when its file cannot be one
     */
    public ContentObject openContent(Checksum checksum) throws IOException {
        return files.read(ObjectName.file(checksum), ContentLayout::open);
    }

    /**
     * Reads a metadata object ({@code dirtree}, {@code dirmeta}, {@code commit}) and verifies its checksum.
     *
     * @throws ObjectNotFoundException when it is not there
     * @throws CorruptObjectException when its bytes are not those that its name says
     */
    public byte[] readMetadata(ObjectType type, Checksum checksum) throws IOException {
        if (!type.isMetadata()) {
            throw new IllegalArgumentException(type + " is no metadata object");
        }
        ObjectName name = new ObjectName(type, checksum);
        byte[] bytes = readUnverified(name);
        Checksum actual = Checksum.digest(bytes);
        if (!actual.equals(checksum)) {
            throw corrupted(name, actual);
        }
        return bytes;
    }

    /** Reads a metadata object as it is: what its bytes are must not matter. */
    byte[] readUnverified(ObjectName name) throws IOException {
        return files.read(name, (_, file) -> ObjectFiles.readSmall(file));
    }

    /** Reads a commit. */
    public Commit readCommit(Checksum checksum) throws IOException {
        return parsed(ObjectType.COMMIT, checksum, Commit::parse);
    }

    /** Reads a directory's entries. */
    public DirTree readDirTree(Checksum checksum) throws IOException {
        return parsed(ObjectType.DIRTREE, checksum, DirTree::parse);
    }

    /** Reads a directory's metadata. */
    public DirMeta readDirMeta(Checksum checksum) throws IOException {
        return parsed(ObjectType.DIRMETA, checksum, DirMeta::parse);
    }

    /** Makes an object of its bytes. */
    @FunctionalInterface
    private interface Parser<T> {
        T parse(byte[] bytes) throws CorruptObjectException;
    }

    /** What is wrong with an object is told with its name. */
    private <T> T parsed(ObjectType type, Checksum checksum, Parser<T> parser) throws IOException {
        byte[] bytes = readMetadata(type, checksum);
        try {
            return parser.parse(bytes);
        } catch (CorruptObjectException e) {
            String what = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new CorruptObjectException(new ObjectName(type, checksum) + ": " + what, e);
        }
    }

    /** Reads a commit's detached metadata, which is not covered by the checksum; empty when there is none. */
    public Optional<SequencedMap<String, Variant>> readDetachedMetadata(Checksum commit) throws IOException {
        ObjectName name = new ObjectName(ObjectType.COMMIT_META, commit);
        try {
            return Optional.of(Variant.parse(Variant.DICT, readUnverified(name)).asDict());
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (VariantException e) {
            throw new CorruptObjectException("object " + name + " of repository " + path + ": " + e.getMessage(), e);
        }
    }

    /** Its summary and the signatures of that. */
    public SummaryFiles summary() {
        return new SummaryFiles(path);
    }

    /**
     * Removes an object of this repository; one that is not there is no error. With a commit its detached metadata go,
     * and a tombstone stays where {@code [core] tombstone-commits} is set. Take the exclusive lock first.
     */
    public void delete(ObjectName name) throws IOException {
        new ObjectRemoval(this).remove(name);
    }

    /** Leaves a mark that a commit was here, and is not to be looked for. */
    public void writeTombstone(Checksum commit) throws IOException {
        new ObjectRemoval(this).writeTombstone(commit);
    }

    /**
     * Reads an object whole and compares its checksum with its name.
     *
     * @throws ObjectNotFoundException when it is not there
     * @throws CorruptObjectException when it is another
     */
    public void verify(ObjectName name) throws IOException {
        if (name.type() != ObjectType.FILE) {
            readMetadata(name.type(), name.checksum());
            return;
        }
        try (ContentObject content = openContent(name.checksum())) {
            MessageDigest digest = content.info().header().digest();
            byte[] buffer = new byte[65_536];
            for (int n = content.stream().read(buffer);
                    n >= 0;
                    n = content.stream().read(buffer)) {
                digest.update(buffer, 0, n);
            }
            Checksum actual = Checksum.of(digest.digest());
            if (!actual.equals(name.checksum())) {
                throw corrupted(name, actual);
            }
        }
    }

    Path tmp() {
        return path.resolve("tmp");
    }

    ObjectFiles files() {
        return files;
    }

    private CorruptObjectException corrupted(ObjectName name, Checksum actual) {
        return new CorruptObjectException("Corrupted " + name.type().extension() + " object; checksum expected='"
                + name.checksum() + "' actual='" + actual + "' in repository " + path
                + ": remove it, and write or pull it again");
    }
}
