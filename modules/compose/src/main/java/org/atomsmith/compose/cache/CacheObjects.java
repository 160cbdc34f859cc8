package org.atomsmith.compose.cache;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.FileMode;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryConfig;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.repo.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Contents in an OSTree repository, so that each is stored once however many packages, trees and builds hold it, and its
 * file can be linked into a checkout. A cache has one of mode bare-user, a host its own. Thread-safe.
 */
public final class CacheObjects implements ObjectStore, AutoCloseable {
    private final Repository repository;
    private @Nullable Transaction transaction;

    /** Opens the repository of a cache, making it when there is none. */
    public CacheObjects(BuildCache cache) throws IOException {
        Path path = cache.root().resolve("repo");
        this.repository = Files.isRegularFile(path.resolve("config")) ? Repository.open(path) : create(path);
    }

    /** The objects of a host, which are its repository's own: what is stored is added there. */
    public CacheObjects(Repository repository) {
        this.repository = repository;
    }

    /** Without fsync: what a power cut damages is noticed by its size and made again. */
    private static Repository create(Path path) throws IOException {
        KeyFile file = RepositoryConfig.of(RepositoryMode.BARE_USER).file().with("core", "fsync", "false");
        return Repository.create(path, new RepositoryConfig(file));
    }

    /** The repository. */
    public Repository repository() {
        return repository;
    }

    @Override
    public Node.File store(byte[] content, int uid, int gid, int mode) throws IOException {
        return store(
                new ByteArrayInputStream(content), content.length, new Node.Stored(uid, gid, mode, Node.noXattrs()));
    }

    @Override
    public Node.File store(InputStream content, long size, Node.Stored metadata) throws IOException {
        Checksum checksum = transaction().writeContent(header(metadata), size, content);
        return new Node.File(
                metadata.uid(), metadata.gid(), metadata.mode(), metadata.xattrs(), checksum.hex(), metadata, size);
    }

    /** The header of a regular file's object. */
    static FileHeader header(Node.Stored m) {
        return new FileHeader(m.uid(), m.gid(), FileMode.REGULAR | m.mode(), "", Xattrs.of(m.xattrs()));
    }

    @Override
    public boolean hasAll(FileTree tree) throws IOException {
        for (Node node : tree.nodes().values()) {
            if (node instanceof Node.File f && !has(f)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean has(Node.File file) throws IOException {
        try {
            return Files.size(path(file)) == file.size();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public Path path(Node.File file) {
        return repository.objectPath(ObjectName.file(Checksum.parse(file.object())));
    }

    @Override
    public boolean isLinkable(Node.File file) throws IOException {
        return switch (repository.mode()) {
            case BARE -> file.objectIsCurrent();
            default ->
                file.uid() == 0
                        && file.gid() == 0
                        && file.xattrs().isEmpty()
                        && LinuxFiles.stat(path(file)).permissions() == file.mode();
        };
    }

    @Override
    public InputStream open(Node.File file) throws IOException {
        return Files.newInputStream(path(file));
    }

    /** Makes everything stored so far visible to other processes; what refers to it may be written after that. */
    @Override
    public synchronized void flush() throws IOException {
        Transaction open = transaction;
        if (open != null) {
            transaction = null;
            open.commit();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        Transaction open = transaction;
        if (open != null) {
            transaction = null;
            open.close();
        }
    }

    private synchronized Transaction transaction() throws IOException {
        Transaction open = transaction;
        if (open == null) {
            open = repository.begin();
            transaction = open;
        }
        return open;
    }
}
