package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/**
 * The objects of a transaction until they are published: each is written once, however often it comes, and not at all
 * when the repository has it; what is given and what is written is counted. Thread-safe.
 */
final class StagedObjects {
    private final Repository repository;
    private final StagingArea area;
    private final ObjectIndex index;
    private final FreeSpace space;
    private final boolean eachAtOnce;
    private final Optional<PayloadLinks> payloads;
    private final LongAdder metadataTotal = new LongAdder();
    private final LongAdder metadataWritten = new LongAdder();
    private final LongAdder contentTotal = new LongAdder();
    private final LongAdder contentWritten = new LongAdder();
    private final LongAdder contentBytes = new LongAdder();

    private StagedObjects(Repository repository, ContentLayout layout) throws IOException {
        this.repository = repository;
        this.payloads = PayloadLinks.of(repository, layout);
        this.eachAtOnce = repository.config().perObjectFsync();
        this.space = FreeSpace.of(repository);
        TmpExpiry.clean(repository);
        this.area = StagingArea.open(repository.tmp(), repository.files().paths());
        this.index = new ObjectIndex(
                repository.files().directory(), repository.files().paths());
    }

    /** Begins with what a killed process of this boot left, as far as it is sound. The repository can read it. */
    static StagedObjects open(Repository repository, ContentLayout layout) throws IOException {
        StagedObjects objects = new StagedObjects(repository, layout);
        repository.files().attach(objects.area);
        objects.verifyLeftovers(layout);
        return objects;
    }

    /** What a killed process left is read, and kept when it is what its name says. */
    private void verifyLeftovers(ContentLayout layout) throws IOException {
        for (ObjectName name : List.copyOf(area.staged())) {
            if (!isSound(name, layout)) {
                area.discard(name);
            } else if (eachAtOnce) {
                fsync(area.path(name));
            }
        }
    }

    /** A commit never is: what it refers to may be among the discarded. */
    private boolean isSound(ObjectName name, ContentLayout layout) throws IOException {
        if (name.type() == ObjectType.COMMIT) {
            return false;
        }
        try {
            repository.verify(name);
            return name.type() != ObjectType.FILE || layout.isSealed(area.path(name));
        } catch (CorruptObjectException e) {
            return false;
        }
    }

    /** True when the object is in the repository or staged. The answer comes from memory. */
    boolean has(ObjectName name) throws IOException {
        return area.contains(name)
                || index.contains(name)
                || repository.parent().isPresent() && repository.parent().get().has(name);
    }

    /** Counts a file object that was given. */
    void countContent() {
        contentTotal.increment();
    }

    /** Counts bytes of a file object that were not known when it was written. */
    void countContentBytes(long bytes) {
        contentBytes.add(bytes);
    }

    /** Takes the room for a file whose size on disk is not that of its content. */
    void takeSpace(long bytes) throws IOException {
        space.take(bytes);
    }

    /**
     * Writes a file object unless it is there, and counts it.
     *
     * @param size its bytes, for which there must be room
     * @return false when it was there
     */
    boolean writeContent(Checksum checksum, long size, StagingArea.FileWriter writer) throws IOException {
        ObjectName name = ObjectName.file(checksum);
        if (has(name)) {
            return false;
        }
        space.take(size);
        boolean written = area.write(name, durable(sharing(name, writer)));
        if (written) {
            contentWritten.increment();
            contentBytes.add(size);
        }
        return written;
    }

    /**
     * Writes a metadata object unless it is there, and counts it.
     *
     * @return false when it was there
     */
    boolean writeMetadata(ObjectName name, StagingArea.FileWriter writer) throws IOException {
        metadataTotal.increment();
        boolean written = write(name, writer);
        if (written) {
            metadataWritten.increment();
        }
        return written;
    }

    /**
     * Writes an object unless it is there, and does not count it.
     *
     * @return false when it was there
     */
    boolean write(ObjectName name, StagingArea.FileWriter writer) throws IOException {
        return !has(name) && area.write(name, durable(sharing(name, writer)));
    }

    private StagingArea.FileWriter sharing(ObjectName name, StagingArea.FileWriter writer) {
        return payloads.isPresent() && name.type() == ObjectType.FILE
                ? file -> {
                    writer.write(file);
                    payloads.get().share(name.checksum(), file);
                }
                : writer;
    }

    /** What is written is on the disk at once, where the configuration asks for that; a symbolic link cannot be. */
    private StagingArea.FileWriter durable(StagingArea.FileWriter writer) {
        return eachAtOnce
                ? file -> {
                    writer.write(file);
                    fsync(file);
                }
                : writer;
    }

    private static void fsync(Path file) throws IOException {
        if (!Files.isSymbolicLink(file)) {
            LinuxFiles.fsync(file);
        }
    }

    /** A path for a file whose name is not known before its content is. */
    Path newFile() {
        return area.newFile();
    }

    /** Drops the file objects that are not among these. */
    void retainContent(Set<Checksum> wanted) throws IOException {
        for (ObjectName name : List.copyOf(area.staged())) {
            if (name.type() == ObjectType.FILE && !wanted.contains(name.checksum())) {
                area.discard(name);
            }
        }
    }

    /** Brings everything to disk, moves it to its place, and brings that to disk. */
    void publish() throws IOException {
        if (!area.staged().isEmpty()) {
            sync();
            Path objects = repository.files().directory();
            area.publish(objects);
            if (payloads.isPresent()) {
                payloads.get().publish();
            }
            sync();
            if (eachAtOnce) {
                fsyncDirectories(objects);
            }
            removeTombstones();
        }
    }

    private void fsyncDirectories(Path objects) throws IOException {
        Set<String> shards = new TreeSet<>();
        for (ObjectName name : area.staged()) {
            shards.add(ObjectPaths.shard(name.checksum()));
        }
        for (String shard : shards) {
            LinuxFiles.fsync(objects.resolve(shard));
        }
        LinuxFiles.fsync(objects);
    }

    private void sync() throws IOException {
        if (repository.config().fsync() && !eachAtOnce) {
            LinuxFiles.syncFileSystem(repository.path());
        }
    }

    /** A commit that is there again is not deleted any more. */
    private void removeTombstones() throws IOException {
        for (ObjectName name : area.staged()) {
            if (name.type() == ObjectType.COMMIT) {
                ObjectName tombstone = new ObjectName(ObjectType.COMMIT_TOMBSTONE, name.checksum());
                Files.deleteIfExists(repository.files().published(tombstone));
            }
        }
    }

    /** Ends, and leaves what is staged to the next transaction of this boot. */
    void leave() throws IOException {
        repository.files().detach(area);
        area.leave();
    }

    /** Ends; what is still staged is gone. */
    void remove() throws IOException {
        repository.files().detach(area);
        area.remove();
    }

    TransactionStatistics statistics() {
        return new TransactionStatistics(
                metadataTotal.sum(),
                metadataWritten.sum(),
                contentTotal.sum(),
                contentWritten.sum(),
                contentBytes.sum());
    }
}
