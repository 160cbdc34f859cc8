package org.atomsmith.cli.host;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.cli.build.SharedBuild;
import org.atomsmith.qa.machine.Guest;

/**
 * The shared build in a machine, and the server that its updates come from.
 *
 * @param streams what the server has
 * @param operator who administers the host; it knows the server as the remote atomsmith
 */
record UpdatedHost(Streams streams, UpdateServer server, Guest guest, Operator operator) implements AutoCloseable {
    static final int MEMORY_MIB = 2048;

    /** Boots one of the usual size. */
    static UpdatedHost boot(Streams streams) throws IOException {
        return boot(streams, MEMORY_MIB);
    }

    /** Boots one, and waits until its administrator can do something. */
    static UpdatedHost boot(Streams streams, int memoryMib) throws IOException {
        return boot(streams, SharedBuild.image("qcow2").orElseThrow(), memoryMib);
    }

    /** The same of another image. */
    static UpdatedHost boot(Streams streams, Path image, int memoryMib) throws IOException {
        UpdateServer server = new UpdateServer(streams.directory());
        Guest guest;
        try {
            guest = Guest.boot(SharedBuild.boot(image).withMemoryMib(memoryMib));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        UpdatedHost host = new UpdatedHost(streams, server, guest, new Operator(guest));
        try {
            guest.awaitSsh(Operator.BOOT);
            host.operator.follows(streams, server);
            return host;
        } catch (IOException | RuntimeException | Error e) {
            host.saveSerialLog("not-up");
            host.close();
            throw e;
        }
    }

    /** Keeps what the machine's console showed. */
    void saveSerialLog(String name) throws IOException {
        guest.saveSerialLog(Path.of("target", "serial-" + name + ".log"));
    }

    @Override
    public void close() throws IOException {
        try (server;
                guest) {
            // Both are to be closed, whatever the other one says.
        }
    }
}
