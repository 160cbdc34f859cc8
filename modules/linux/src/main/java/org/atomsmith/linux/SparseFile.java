package org.atomsmith.linux;

import java.io.Closeable;
import java.nio.file.Path;

/** Where a file has data and where holes ({@code lseek(2)}, SEEK_DATA and SEEK_HOLE). Several threads may ask at once. */
public final class SparseFile implements Closeable {
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private final Descriptor descriptor;
    private final long size;
    private boolean closed;

    private SparseFile(Descriptor descriptor, long size) {
        this.descriptor = descriptor;
        this.size = size;
    }

    /**
     * Opens a file, or a block device.
     *
     * @throws LinuxException when it cannot be opened or has no size
     */
    public static SparseFile open(Path path) throws LinuxException {
        Descriptor descriptor = Descriptor.openForReading(path);
        try {
            return new SparseFile(descriptor, Posix.lseek(descriptor.fd(), 0, SEEK_END, path));
        } catch (LinuxException e) {
            descriptor.close();
            throw e;
        }
    }

    /** How many bytes the file, or the device, has. */
    public long size() {
        return size;
    }

    /**
     * Where data begin at a place or behind it; the file's size when there are none.
     *
     * @throws LinuxException when the file cannot be asked
     */
    public long nextData(long position) throws LinuxException {
        return seek(position, SEEK_DATA, position);
    }

    /**
     * Where a hole begins at a place or behind it; the file's size when there is none.
     *
     * @throws LinuxException when the file cannot be asked
     */
    public long nextHole(long position) throws LinuxException {
        return seek(position, SEEK_HOLE, size);
    }

    private long seek(long position, int whence, long unknown) throws LinuxException {
        if (position >= size) {
            return size;
        }
        try {
            return Posix.lseek(descriptor.fd(), position, whence, descriptor.path());
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENXIO) {
                return size;
            }
            // Devices and some file systems do not know: then all is data.
            if (e.errno() == Errno.EINVAL) {
                return unknown;
            }
            throw e;
        }
    }

    @Override
    public synchronized void close() throws LinuxException {
        if (closed) {
            return;
        }
        // A second close would hit whoever has the number then.
        closed = true;
        descriptor.close();
    }
}
