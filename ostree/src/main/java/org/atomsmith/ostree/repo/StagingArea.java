package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.object.ObjectName;

/**
 * A transaction's objects before they are visible: {@code tmp/staging-<boot id>-<n>/XX/...}, locked by
 * {@code ...-lock} beside it, as libostree has it. An area that a killed process of this boot left is taken over with
 * what is complete in it; one of an earlier boot may hold files that never reached the disk, and is removed.
 */
final class StagingArea {
    private static final String PREFIX = "staging-";
    private static final String LOCK = "-lock";
    private static final String INCOMPLETE = "incomplete-";

    private final Path directory;
    private final FileLock lock;
    private final ObjectPaths paths;
    private final Set<ObjectName> staged = ConcurrentHashMap.newKeySet();
    private final Set<String> shards = ConcurrentHashMap.newKeySet();
    private final AtomicLong files = new AtomicLong();

    private StagingArea(Path directory, FileLock lock, ObjectPaths paths) {
        this.directory = directory;
        this.lock = lock;
        this.paths = paths;
    }

    /** Takes over what was left of this boot, or makes a new area; removes what was left of other boots. */
    static StagingArea open(Path tmp, ObjectPaths paths) throws IOException {
        String bootId =
                Files.readString(Paths.get("/proc/sys/kernel/random/boot_id")).strip();
        Optional<StagingArea> adopted = Optional.empty();
        for (String name : leftovers(tmp)) {
            Optional<FileLock> lock = FileLock.tryAcquire(tmp.resolve(name + LOCK), FileLock.Mode.EXCLUSIVE);
            if (lock.isEmpty()) {
                continue;
            }
            StagingArea area = new StagingArea(tmp.resolve(name), lock.get(), paths);
            if (adopted.isEmpty() && name.startsWith(PREFIX + bootId) && Files.isDirectory(area.directory)) {
                area.adopt();
                adopted = Optional.of(area);
            } else {
                area.remove();
            }
        }
        return adopted.isPresent() ? adopted.get() : create(tmp, bootId, paths);
    }

    private static List<String> leftovers(Path tmp) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(tmp, PREFIX + "*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.endsWith(LOCK)) {
                    names.add(name);
                }
            }
        }
        names.sort(null);
        return names;
    }

    private static StagingArea create(Path tmp, String bootId, ObjectPaths paths) throws IOException {
        for (long number = 1; ; number++) {
            // The name says nothing: it only has to be free.
            String name = PREFIX + bootId + "-" + ProcessHandle.current().pid() + "-" + number;
            Optional<FileLock> lock = FileLock.tryAcquire(tmp.resolve(name + LOCK), FileLock.Mode.EXCLUSIVE);
            if (lock.isPresent()) {
                try {
                    Files.createDirectory(tmp.resolve(name));
                    return new StagingArea(tmp.resolve(name), lock.get(), paths);
                } catch (FileAlreadyExistsException e) {
                    lock.get().close();
                }
            }
        }
    }

    private void adopt() throws IOException {
        for (Path entry : list(directory)) {
            String shard = entry.getFileName().toString();
            if (shard.length() != 2 || !Files.isDirectory(entry)) {
                Files.deleteIfExists(entry);
                continue;
            }
            shards.add(shard);
            for (Path file : list(entry)) {
                paths.parse(shard, file.getFileName().toString()).ifPresent(staged::add);
            }
        }
    }

    boolean contains(ObjectName name) {
        return staged.contains(name);
    }

    Collection<ObjectName> staged() {
        return staged;
    }

    /** A path for a file that is being written. */
    Path newFile() {
        return directory.resolve(INCOMPLETE + files.incrementAndGet());
    }

    /** Makes a written file an object of this area; false when another thread was faster. */
    boolean add(Path file, ObjectName name) throws IOException {
        String shard = ObjectPaths.shard(name.checksum());
        if (!shards.contains(shard)) {
            Files.createDirectories(directory.resolve(shard));
            shards.add(shard);
        }
        LinuxFiles.rename(file, path(name));
        return staged.add(name);
    }

    /** Where an object is, when it is in this area. */
    Path path(ObjectName name) {
        return paths.in(directory, name);
    }

    /** Moves every object to its place. */
    void publish(Path objects) throws IOException {
        for (String shard : shards) {
            Files.createDirectories(objects.resolve(shard));
        }
        for (ObjectName name : staged) {
            LinuxFiles.rename(path(name), paths.in(objects, name));
        }
    }

    /** Removes what is there, and the area. */
    void remove() throws IOException {
        if (Files.isDirectory(directory)) {
            for (Path entry : list(directory)) {
                if (Files.isDirectory(entry)) {
                    for (Path file : list(entry)) {
                        Files.delete(file);
                    }
                }
                Files.delete(entry);
            }
            Files.delete(directory);
        }
        Files.deleteIfExists(directory.resolveSibling(directory.getFileName() + LOCK));
        lock.close();
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        }
        return entries;
    }
}
