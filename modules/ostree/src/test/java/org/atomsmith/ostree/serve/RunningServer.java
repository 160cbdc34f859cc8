package org.atomsmith.ostree.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;

/** A server on the loopback interface. */
public final class RunningServer implements AutoCloseable {
    private final ObjectServer server;
    private final InetSocketAddress address;
    private final Thread thread;

    /** Serves some commits. */
    public RunningServer(Repository repository, List<Checksum> commits, ServerLimits limits) throws IOException {
        ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) listener.getLocalAddress();
        server = new ObjectServer(
                listener,
                new ServedObjects(repository, () -> commits),
                limits,
                InetAddress::isLoopbackAddress,
                System.err::println);
        thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                server.run(Duration.ofMinutes(5));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Where it is. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    InetSocketAddress address() {
        return address;
    }

    /** How many connections it had. */
    public long served() {
        return server.served();
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
