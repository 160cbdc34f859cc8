package org.atomsmith.linux;

import java.nio.file.Path;

/** An open file descriptor, closed with try-with-resources. */
record Descriptor(int fd, Path path) implements AutoCloseable {

    static Descriptor open(Path path, int flags, int permissions) throws LinuxException {
        return new Descriptor(Posix.open(path, flags, permissions), path);
    }

    static Descriptor openForReading(Path path) throws LinuxException {
        return open(path, Posix.O_RDONLY, 0);
    }

    /** A name for the open file in file systems' eyes, short and free of special characters. */
    String procPath() {
        return "/proc/self/fd/" + fd;
    }

    @Override
    public void close() throws LinuxException {
        Posix.close(fd);
    }
}
