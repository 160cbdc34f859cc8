package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;

/** The content of an object that a delta builds upon, to be read anywhere. */
final class Source implements AutoCloseable {
    /** Files up to this size are read, larger ones mapped. */
    private static final long SMALL = 256 << 10;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment content;

    private Source(Repository repository, Checksum checksum) throws IOException {
        boolean done = false;
        try {
            this.content = load(repository, checksum, arena);
            done = true;
        } finally {
            if (!done) {
                arena.close();
            }
        }
    }

    /** Opens an object, for the thread that calls. */
    static Source open(Repository repository, Checksum checksum) throws IOException {
        return new Source(repository, checksum);
    }

    /** The content of a regular file's object, as long as an arena lives. */
    static MemorySegment load(Repository repository, Checksum checksum, Arena arena) throws IOException {
        Path file = repository.objectPath(ObjectName.file(checksum));
        try (ContentObject object = repository.openContent(checksum)) {
            if (object.info().header().isSymlink()) {
                throw new DeltaException("the source " + checksum + " is a symbolic link");
            }
            if (repository.mode() == RepositoryMode.ARCHIVE || !Files.exists(file)) {
                return new Spool(object.info().size())
                        .read(
                                object.stream(),
                                object.info().size(),
                                arena,
                                repository.path().resolve("tmp"));
            }
            if (object.info().size() <= SMALL) {
                return MemorySegment.ofArray(object.stream().readAllBytes());
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    long size() {
        return content.byteSize();
    }

    void copy(long from, byte[] to, int offset, int length) {
        MemorySegment.copy(content, ValueLayout.JAVA_BYTE, from, to, offset, length);
    }

    @Override
    public void close() {
        arena.close();
    }
}
