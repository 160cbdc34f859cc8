package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.ObjectName;

/**
 * Finds the files of objects: in a repository, in what its transactions of this process have staged, or in its parent.
 * Thread-safe.
 */
final class ObjectFiles {
    /** OSTREE_MAX_METADATA_SIZE: no metadata object is larger. */
    private static final long MAX_METADATA = 128L << 20;

    private final Path repository;
    private final Path objects;
    private final ObjectPaths paths;
    private final ContentLayout layout;
    private final Optional<ObjectFiles> parent;
    private final List<StagingArea> stagings = new CopyOnWriteArrayList<>();

    ObjectFiles(Path repository, ObjectPaths paths, ContentLayout layout, Optional<ObjectFiles> parent) {
        this.repository = repository;
        this.objects = repository.resolve("objects");
        this.paths = paths;
        this.layout = layout;
        this.parent = parent;
    }

    /** Where published objects are. */
    Path directory() {
        return objects;
    }

    ObjectPaths paths() {
        return paths;
    }

    /** What is staged there is found from now on. */
    void attach(StagingArea area) {
        stagings.add(area);
    }

    void detach(StagingArea area) {
        stagings.remove(area);
    }

    /** True when the object is published, staged, or in the parent. */
    boolean has(ObjectName name) {
        return isHere(name) || parent.isPresent() && parent.get().has(name);
    }

    /** True when the object is published or staged. */
    boolean isHere(ObjectName name) {
        return staged(name).isPresent() || Files.exists(published(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** The file of an object when it is published; it need not exist. */
    Path published(ObjectName name) {
        return paths.in(objects, name);
    }

    /** The file of an object, staged or published; it need not exist. */
    Path path(ObjectName name) {
        return staged(name).map(area -> area.path(name)).orElseGet(() -> published(name));
    }

    private Optional<StagingArea> staged(ObjectName name) {
        for (StagingArea area : stagings) {
            if (area.contains(name)) {
                return Optional.of(area);
            }
        }
        return Optional.empty();
    }

    /** Reads a file. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ContentLayout layout, Path file) throws IOException;
    }

    /**
     * Reads an object. A staged one may move to its place between looking and opening: then it is there on the second
     * look.
     *
     * @throws ObjectNotFoundException when it is nowhere
     */
    <T> T read(ObjectName name, Reader<T> reader) throws IOException {
        Path first = path(name);
        try {
            return reader.read(layout, first);
        } catch (NoSuchFileException | LinuxException e) {
            Path second = published(name);
            if (!isMissing(e)) {
                throw e;
            }
            if (first.equals(second)) {
                return readFromParent(name, reader);
            }
            try {
                return reader.read(layout, second);
            } catch (NoSuchFileException | LinuxException again) {
                if (!isMissing(again)) {
                    throw again;
                }
                return readFromParent(name, reader);
            }
        }
    }

    private <T> T readFromParent(ObjectName name, Reader<T> reader) throws IOException {
        if (parent.isEmpty()) {
            throw new ObjectNotFoundException(name, repository);
        }
        return parent.get().read(name, reader);
    }

    private static boolean isMissing(IOException e) {
        return e instanceof NoSuchFileException || e instanceof LinuxException linux && linux.errno() == Errno.ENOENT;
    }

    /**
     * Reads a file whole.
     *
     * @throws CorruptObjectException when it is larger than a metadata object may be
     */
    static byte[] readSmall(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX_METADATA) {
            throw new CorruptObjectException(
                    file + ": a metadata object of " + size + " bytes; the limit is " + MAX_METADATA);
        }
        return Files.readAllBytes(file);
    }
}
