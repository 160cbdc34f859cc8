package org.atomsmith.ostree.serve;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.repo.RepositoryException;

/**
 * Serves objects over HTTP/1.1, read-only: {@code GET} and {@code HEAD} of {@code /objects/XX/...}, as an archive repository
 * has them. There are no refs, no summary, no signatures: whoever asks knows what it wants, and from whom.
 */
public final class ObjectServer implements Closeable {
    private static final int TICK_MILLIS = 250;
    private static final long STACK = 256 << 10;

    private final ServerSocketChannel listener;
    private final ServedObjects objects;
    private final ServerLimits limits;
    private final Predicate<InetAddress> admitted;
    private final Consumer<String> complaints;
    private final Set<ObjectConnection> open = ConcurrentHashMap.newKeySet();
    /** Those that were refused, and may still read that. */
    private final Deque<ObjectConnection> leaving = new ArrayDeque<>();

    private final LongAdder served = new LongAdder();
    private volatile boolean closed;

    /**
     * A server.
     *
     * @param listener where it listens; closed with it
     * @param admitted says from where requests are taken; other connections are closed without a word
     * @param complaints takes one line on what is wrong here, not with those who ask
     */
    public ObjectServer(
            ServerSocketChannel listener,
            ServedObjects objects,
            ServerLimits limits,
            Predicate<InetAddress> admitted,
            Consumer<String> complaints) {
        this.listener = listener;
        this.objects = objects;
        this.limits = limits;
        this.admitted = admitted;
        this.complaints = complaints;
    }

    /** How many connections were served so far. */
    public long served() {
        return served.sum();
    }

    /**
     * Serves until it is closed, or nobody was connected for a while.
     *
     * @param idle how long that is
     */
    public void run(Duration idle) throws IOException {
        ServerSocket socket = listener.socket();
        socket.setSoTimeout(TICK_MILLIS);
        long quiet = System.nanoTime();
        long second = quiet;
        int inSecond = 0;
        while (!closed) {
            long now = System.nanoTime();
            cutIdle(now);
            if (!open.isEmpty()) {
                quiet = now;
            } else if (now - quiet > idle.toNanos()) {
                return;
            }
            if (now - second >= 1_000_000_000L) {
                second = now;
                inSecond = 0;
            }
            if (inSecond >= limits.perSecond()) {
                // Those who come wait in the kernel's queue.
                pause();
                continue;
            }
            try {
                // The thread that serves it closes it.
                @SuppressWarnings("resource")
                Socket client = socket.accept();
                inSecond++;
                take(client);
            } catch (SocketTimeoutException e) {
                // Time to look at the others.
            } catch (SocketException | ClosedChannelException e) {
                if (!closed) {
                    throw e;
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(TICK_MILLIS / 5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Socket client) throws IOException {
        if (!admitted.test(client.getInetAddress())) {
            client.close();
            return;
        }
        ObjectConnection connection = new ObjectConnection(client, objects);
        try {
            client.setTcpNoDelay(true);
            long same = open.stream()
                    .filter(other -> other.address().equals(connection.address()))
                    .count();
            if (open.size() >= limits.connections() || same >= limits.perAddress()) {
                connection.refuse();
                leaving.add(connection);
                return;
            }
        } catch (IOException e) {
            connection.close();
            return;
        }
        served.increment();
        open.add(connection);
        Thread thread = new Thread(null, () -> serve(connection), "peer-" + served.sum(), STACK);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(ObjectConnection connection) {
        try (connection) {
            connection.serve();
        } catch (CorruptObjectException | RepositoryException e) {
            complaints.accept(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // The other end is gone, or was too slow.
        } finally {
            open.remove(connection);
        }
    }

    private void cutIdle(long now) throws IOException {
        for (ObjectConnection connection : open) {
            if (now - connection.moved() > limits.patience().toNanos()) {
                connection.cut();
            }
        }
        while (!leaving.isEmpty()
                && (leaving.size() > limits.connections()
                        || now - leaving.getFirst().moved() > TICK_MILLIS * 1_000_000L)) {
            leaving.removeFirst().close();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        for (ObjectConnection connection : open) {
            connection.cut();
        }
        listener.close();
    }
}
