package org.atomsmith.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A local ("unix") stream socket that others connect to by its path, for those who need its descriptors. */
public final class LocalListener implements AutoCloseable {
    private final Path path;
    private final int descriptor;

    private LocalListener(Path path, int descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    /**
     * Somebody who connected.
     *
     * @param descriptor of the connection, non-blocking; whoever takes it closes it
     * @param user the number of the user at the other end, as the kernel knows it
     */
    public record Accepted(int descriptor, int user) {}

    /**
     * Begins to listen.
     *
     * @param path which there must not be yet
     * @param permissions of the socket's file
     */
    public static LocalListener open(Path path, int permissions) throws IOException {
        if (FileNames.bytes(path).length >= PosixSocket.PATH_LENGTH) {
            throw new IOException("cannot listen on " + path + ": the path of a socket has at most "
                    + (PosixSocket.PATH_LENGTH - 1) + " bytes");
        }
        int descriptor = PosixSocket.socket(path);
        LocalListener listener = new LocalListener(path, descriptor);
        try {
            PosixSocket.bindTo(descriptor, path);
            LinuxFiles.chmod(path, permissions);
            PosixSocket.listen(descriptor, path);
            return listener;
        } catch (IOException e) {
            Posix.close(descriptor);
            throw e;
        }
    }

    /** Where it listens. */
    public Path path() {
        return path;
    }

    /** What to wait for. */
    public int descriptor() {
        return descriptor;
    }

    /** Takes one who connected; empty when nobody waits. */
    public Optional<Accepted> accept() throws IOException {
        int connection;
        try {
            connection = PosixSocket.accept(descriptor, path);
        } catch (LinuxException e) {
            if (e.errno() == Errno.EAGAIN) {
                return Optional.empty();
            }
            throw e;
        }
        try {
            return Optional.of(new Accepted(connection, PosixSocket.peerUser(connection, path)));
        } catch (IOException e) {
            Posix.close(connection);
            throw e;
        }
    }

    /** Closes the descriptor of a connection that nobody took. */
    public static void refuse(Accepted accepted) throws IOException {
        Posix.close(accepted.descriptor());
    }

    /** Stops to listen and removes the socket's file; connections stay. */
    @Override
    public void close() throws IOException {
        Posix.close(descriptor);
        Files.deleteIfExists(path);
    }
}
