package org.atomsmith.rpm.create;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;

/**
 * A {@code repodata} directory that is made aside and then takes the place of the one that is there, in one step. One
 * process at a time works on a repository; what a killed one left aside is removed by the next.
 */
final class Replacement implements AutoCloseable {
    private final Path published;
    private final Path aside;
    private final FileLock lock;

    private Replacement(Path published, Path aside, FileLock lock) {
        this.published = published;
        this.aside = aside;
        this.lock = lock;
    }

    static Replacement begin(Path directory) throws IOException {
        Path file = directory.resolve(".repodata.lock");
        FileLock lock = FileLock.tryAcquire(file, FileLock.Mode.EXCLUSIVE)
                .orElseThrow(() -> new IOException(directory
                        + ": another process writes this repository's metadata; wait for it to end (`fuser -v " + file
                        + "` names it)"));
        Path aside = directory.resolve(".repodata.new");
        try {
            Trees.delete(aside);
            Files.createDirectory(aside);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        return new Replacement(directory.resolve("repodata"), aside, lock);
    }

    /** Where the new files are written. */
    Path aside() {
        return aside;
    }

    /** What readers see. */
    Path published() {
        return published;
    }

    /** Adds a small file, on the disk when this returns. */
    void add(String name, byte[] content) throws IOException {
        try (FileChannel out =
                FileChannel.open(aside.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
                out.write(rest);
            }
            out.force(true);
        }
    }

    /** Shows the new files to readers. */
    void publish() throws IOException {
        LinuxFiles.fsync(aside);
        if (!Files.isDirectory(published)) {
            LinuxFiles.rename(aside, published);
        } else {
            try {
                LinuxFiles.exchange(aside, published);
            } catch (LinuxException e) {
                if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOSYS) {
                    throw e;
                }
                moveInto();
            }
        }
        LinuxFiles.fsync(published.resolveSibling("."));
    }

    /** Where two names cannot be exchanged: files that nothing names yet first, then repomd.xml, which names them. */
    private void moveInto() throws IOException {
        List<Path> before = Trees.list(published);
        List<Path> files = Trees.list(aside);
        for (boolean entryPoint : new boolean[] {false, true}) {
            for (Path file : files) {
                if (file.endsWith("repomd.xml") == entryPoint) {
                    Files.move(
                            file,
                            published.resolve(file.getFileName()),
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        for (Path old : before) {
            if (files.stream().noneMatch(f -> f.getFileName().equals(old.getFileName()))) {
                Trees.delete(old);
            }
        }
    }

    /** Removes what is aside: the old files, or new ones that did not become complete. */
    @Override
    public void close() throws IOException {
        try {
            Trees.delete(aside);
        } finally {
            lock.closeAndRemove();
        }
    }
}
