package org.atomsmith.ostree.pull;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.pull.http.DirectFetcher;
import org.atomsmith.ostree.pull.http.Fetched;
import org.atomsmith.ostree.pull.http.HttpSettings;
import org.atomsmith.ostree.repo.ImportPolicy;
import org.atomsmith.ostree.repo.Transaction;

/** A host in the local network that is asked for objects. What it gives is believed only when it is what its name says. */
final class Peer implements Closeable {
    /** No fewer would show a peer that has what it says; each costs a request. */
    private static final int MOST_MISSING = 3;

    /** Compressed bytes are a little more than the file when it does not compress. */
    private static final long SLACK = 1 << 20;

    private final URI uri;
    private final DirectFetcher fetcher;
    private final PeerLimits limits;
    private final LongAdder objects = new LongAdder();
    private final AtomicInteger missing = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean dropped = new AtomicBoolean();
    private volatile String fault = "";
    private long since = System.nanoTime();
    private long bytesThen;
    private long objectsThen;

    Peer(URI uri, PeerLimits limits, String userAgent, Path spool) throws IOException {
        this.uri = uri;
        this.limits = limits;
        HttpSettings.Stall stall = new HttpSettings.Stall(1, limits.window());
        this.fetcher = new DirectFetcher(uri, userAgent, limits.connect(), stall, spool);
    }

    URI uri() {
        return uri;
    }

    boolean isDropped() {
        return dropped.get();
    }

    /** Why it was dropped; empty while it is not. */
    String fault() {
        return fault;
    }

    long objects() {
        return objects.sum();
    }

    long bytes() {
        return fetcher.bytesTransferred();
    }

    /** A metadata object; empty when it has none, and when it is dropped for what it did instead. */
    Optional<byte[]> metadata(ObjectName name) {
        return ask(name, Source.MAX_METADATA, fetched -> {
            byte[] bytes = fetched.body().bytes();
            Metadata.requireSame(name, bytes);
            return bytes;
        });
    }

    /** Brings a file object, of not more bytes than so many; false when it does not. */
    boolean content(ObjectName name, Transaction target, long most) {
        return ask(name, most + SLACK, fetched -> {
                    // Behind the frame, an archived file's header begins with its size. To close this would close the
                    // body.
                    DataInputStream head = new DataInputStream(fetched.body().open());
                    head.readLong();
                    long size = head.readLong();
                    if (size < 0 || size > most) {
                        throw new CorruptObjectException(name + " would have " + size + " bytes");
                    }
                    target.imports()
                            .fromArchived(
                                    name.checksum(),
                                    fetched.body().open(),
                                    fetched.body().size(),
                                    ImportPolicy.VERIFY,
                                    uri);
                    return true;
                })
                .isPresent();
    }

    private interface Use<T> {
        T of(Fetched fetched) throws IOException;
    }

    /** Whatever goes wrong, also here on the disk, is for the pull from the remote to say, which comes next. */
    private <T> Optional<T> ask(ObjectName name, long limit, Use<T> use) {
        if (asked.getAndIncrement() == 0) {
            restartWatch();
        }
        try {
            Optional<Fetched> found = fetcher.find(path(name), limit);
            if (found.isEmpty()) {
                if (missing.incrementAndGet() >= MOST_MISSING) {
                    drop("it has not what it says it has");
                }
                return Optional.empty();
            }
            try (Fetched fetched = found.get()) {
                T result = use.of(fetched);
                objects.increment();
                return Optional.of(result);
            }
        } catch (IOException | RuntimeException e) {
            drop(e.getMessage() == null ? e.toString() : e.getMessage());
            return Optional.empty();
        } finally {
            asked.decrementAndGet();
        }
    }

    private static String path(ObjectName name) {
        String hex = name.checksum().hex();
        String extension =
                name.type() == ObjectType.FILE ? "filez" : name.type().extension();
        return "objects/" + hex.substring(0, 2) + "/" + hex.substring(2) + "." + extension;
    }

    private synchronized void restartWatch() {
        since = System.nanoTime();
        bytesThen = bytes();
        objectsThen = objects();
    }

    /** Drops it when it was asked for a whole window and brought too little. To be called now and then. */
    synchronized void watch() {
        if (asked.get() == 0 || isDropped()) {
            restartWatch();
            return;
        }
        if (System.nanoTime() - since < limits.window().toNanos()) {
            return;
        }
        long seconds = Math.max(1, limits.window().toSeconds());
        boolean slow = bytes() - bytesThen < limits.bytesPerSecond() * seconds
                && objects() - objectsThen < limits.objectsPerSecond() * seconds;
        restartWatch();
        if (slow) {
            drop("it is too slow");
        }
    }

    /** Asks it no more, and ends what is under way. */
    void drop(String why) {
        if (dropped.compareAndSet(false, true)) {
            fault = why;
            try {
                fetcher.close();
            } catch (IOException e) {
                // It is asked no more in any case.
            }
        }
    }

    @Override
    public void close() throws IOException {
        fetcher.close();
    }
}
