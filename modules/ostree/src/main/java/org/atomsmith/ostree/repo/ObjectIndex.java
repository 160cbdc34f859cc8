package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.atomsmith.ostree.object.ObjectName;

/**
 * Which objects are in {@code objects/}, in memory. Each of the 256 directories is listed once, when something in it is
 * first asked for. Thread-safe. It does not see what other processes add later, so a "no" only costs writing an object
 * that is already there; what they remove is why it lives no longer than a shared lock on the repository.
 */
final class ObjectIndex {
    private final Path objects;
    private final ObjectPaths paths;
    private final AtomicReferenceArray<Set<ObjectName>> shards = new AtomicReferenceArray<>(256);

    ObjectIndex(Path objects, ObjectPaths paths) {
        this.objects = objects;
        this.paths = paths;
    }

    boolean contains(ObjectName name) throws IOException {
        return shard(name).contains(name);
    }

    void add(ObjectName name) throws IOException {
        shard(name).add(name);
    }

    private Set<ObjectName> shard(ObjectName name) throws IOException {
        int number = (int) (name.checksum().a() >>> 56);
        Set<ObjectName> known = shards.get(number);
        if (known == null) {
            known = list(ObjectPaths.shard(name.checksum()));
            Set<ObjectName> other = shards.compareAndExchange(number, null, known);
            known = other == null ? known : other;
        }
        return known;
    }

    private Set<ObjectName> list(String shard) throws IOException {
        Set<ObjectName> found = ConcurrentHashMap.newKeySet();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(objects.resolve(shard))) {
            for (Path file : files) {
                paths.parse(shard, file.getFileName().toString()).ifPresent(found::add);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return found;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }
}
