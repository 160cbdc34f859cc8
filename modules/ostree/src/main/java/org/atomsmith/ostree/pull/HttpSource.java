package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.pull.http.Body;
import org.atomsmith.ostree.pull.http.Fetched;
import org.atomsmith.ostree.pull.http.Fetcher;
import org.atomsmith.ostree.pull.http.Mirrors;
import org.atomsmith.ostree.repo.ImportPolicy;
import org.atomsmith.ostree.repo.Transaction;

/** An archive repository behind HTTP: metadata of refs from one set of addresses, objects from another. */
final class HttpSource implements Source {
    /** Bytes; the directories of a host take two or three millions. */
    private static final long MOST_REMEMBERED = 64L << 20;

    private final Fetcher fetcher;
    private final Mirrors metadata;
    private final Mirrors content;
    private final ImportPolicy policy;
    private final Map<String, byte[]> remembered = new ConcurrentHashMap<>();
    private final AtomicLong room = new AtomicLong();

    /**
     * A source.
     *
     * @param metadata where summary, refs and detached metadata are
     * @param content where all objects are
     */
    HttpSource(Fetcher fetcher, Mirrors metadata, Mirrors content, ImportPolicy policy) {
        this.fetcher = fetcher;
        this.metadata = metadata;
        this.content = content;
        this.policy = policy;
    }

    Fetcher fetcher() {
        return fetcher;
    }

    Mirrors metadataMirrors() {
        return metadata;
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public Optional<byte[]> file(String path) throws IOException {
        return find(metadata, path);
    }

    @Override
    public Optional<byte[]> metadata(ObjectName name) throws IOException {
        Optional<byte[]> bytes = find(content, path(name));
        if (bytes.isPresent()) {
            Metadata.requireSame(name, bytes.get());
        }
        return bytes;
    }

    @Override
    public Optional<byte[]> detached(Checksum commit) throws IOException {
        return find(metadata, path(new ObjectName(ObjectType.COMMIT_META, commit)));
    }

    @Override
    public OptionalLong importContent(Checksum checksum, Transaction target) throws IOException {
        ObjectName name = ObjectName.file(checksum);
        try (Fetched fetched = fetcher.fetch(content, Fetcher.Request.of(path(name), Long.MAX_VALUE));
                InputStream in = fetched.body().open()) {
            return target.imports().fromArchived(checksum, in, fetched.body().size(), policy, fetched.uri());
        }
    }

    @Override
    public long transferSize(Checksum checksum) throws IOException {
        return fetcher.size(content, path(ObjectName.file(checksum)));
    }

    @Override
    public Optional<Large> large(String path) throws IOException {
        return fetcher.find(content, Fetcher.Request.of(path, Long.MAX_VALUE))
                .map(Fetched::body)
                .map(Download::new);
    }

    private record Download(Body body) implements Large {
        @Override
        public long size() {
            return body.size();
        }

        @Override
        public InputStream open() throws IOException {
            return body.open();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    @Override
    public long bytesTransferred() {
        return fetcher.bytesTransferred();
    }

    @Override
    public String whereIs(ObjectName name) {
        return content + "/" + path(name);
    }

    @Override
    public void remember() {
        room.set(MOST_REMEMBERED);
    }

    @Override
    public void giveUp() throws IOException {
        fetcher.close();
    }

    @Override
    public void close() throws IOException {
        fetcher.close();
    }

    private Optional<byte[]> find(Mirrors mirrors, String path) throws IOException {
        String key = mirrors == metadata ? path : "/" + path;
        Optional<byte[]> known = Optional.ofNullable(remembered.get(key));
        if (known.isPresent()) {
            return known;
        }
        Optional<byte[]> found = fetch(mirrors, path);
        if (found.isPresent() && room.get() > 0 && room.addAndGet(-found.get().length) >= 0) {
            remembered.put(key, found.get());
        }
        return found;
    }

    private Optional<byte[]> fetch(Mirrors mirrors, String path) throws IOException {
        Optional<Fetched> fetched = fetcher.find(mirrors, Fetcher.Request.of(path, MAX_METADATA));
        if (fetched.isEmpty()) {
            return Optional.empty();
        }
        try (Fetched file = fetched.get()) {
            return Optional.of(file.body().bytes());
        }
    }

    private static String path(ObjectName name) {
        String hex = name.checksum().hex();
        String extension =
                name.type() == ObjectType.FILE ? "filez" : name.type().extension();
        return "objects/" + hex.substring(0, 2) + "/" + hex.substring(2) + "." + extension;
    }
}
