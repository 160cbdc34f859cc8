package org.atomsmith.ostree.pull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.ImportPolicy;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.repo.Trust;

/** A repository on this machine. */
final class LocalSource implements Source {
    private final Repository repository;
    private final ImportPolicy policy;
    /** Bytes of deltas: they are read as from anywhere, while objects are linked or copied. */
    private final LongAdder transferred = new LongAdder();

    LocalSource(Repository repository, ImportPolicy policy) {
        this.repository = repository;
        this.policy = policy;
    }

    Repository repository() {
        return repository;
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public Optional<byte[]> file(String path) throws IOException {
        Optional<byte[]> bytes = read(repository.path().resolve(path));
        if (path.startsWith("delta")) {
            bytes.ifPresent(delta -> transferred.add(delta.length));
        }
        return bytes;
    }

    @Override
    public Optional<byte[]> metadata(ObjectName name) throws IOException {
        Optional<byte[]> bytes = read(repository.objectPath(name));
        if (bytes.isPresent() && policy.trust() == Trust.VERIFY) {
            Metadata.requireSame(name, bytes.get());
        }
        return bytes;
    }

    @Override
    public Optional<Path> localFile(ObjectName name) {
        return Optional.of(repository.objectPath(name));
    }

    @Override
    public Optional<byte[]> detached(Checksum commit) throws IOException {
        return read(repository.objectPath(new ObjectName(ObjectType.COMMIT_META, commit)));
    }

    @Override
    public OptionalLong importContent(Checksum checksum, Transaction target) throws IOException {
        return target.imports().fromRepository(checksum, repository, policy);
    }

    @Override
    public long transferSize(Checksum content) throws IOException {
        return repository.storedSize(content);
    }

    @Override
    public Optional<Large> large(String path) {
        Path file = repository.path().resolve(path);
        return Files.exists(file) ? Optional.of(new LocalFile(file, transferred)) : Optional.empty();
    }

    private record LocalFile(Path path, LongAdder transferred) implements Large {
        @Override
        public long size() throws IOException {
            return Files.size(path);
        }

        @Override
        public InputStream open() throws IOException {
            transferred.add(size());
            return Files.newInputStream(path);
        }

        @Override
        public void close() {}
    }

    @Override
    public long bytesTransferred() {
        return transferred.sum();
    }

    @Override
    public String whereIs(ObjectName name) {
        return repository.objectPath(name).toString();
    }

    @Override
    public void close() {}

    private static Optional<byte[]> read(Path path) throws IOException {
        try {
            long size = Files.size(path);
            if (size > MAX_METADATA) {
                throw new PullException(path + ": " + size + " bytes exceeded maximum size of " + MAX_METADATA);
            }
            return Optional.of(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
