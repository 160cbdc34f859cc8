package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.atomsmith.linux.Errno;
import org.atomsmith.linux.FileLock;
import org.atomsmith.linux.LinuxException;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;

/**
 * A transaction's objects before they are visible: {@code tmp/staging-<boot id>-<n>/unverified/XX/...}, locked
 * by {@code ...-lock} beside it. An area that a killed process of this boot left is taken over, and what is in it
 * verified before use; one of an earlier boot may hold files that never reached the disk, and is removed. Both programs
 * remove each other's areas of earlier boots; libostree takes over those of this boot without a look, but looks for
 * objects one directory further up.
 */
final class StagingArea {
    private static final String PREFIX = "staging-";
    private static final String OBJECTS = "unverified";
    private static final String LOCK = "-lock";
    private static final String INCOMPLETE = "incomplete-";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path area;
    private final Path directory;
    private final FileLock lock;
    private final ObjectPaths paths;
    private final ConcurrentMap<ObjectName, CompletableFuture<Boolean>> writing = new ConcurrentHashMap<>();
    private final Set<ObjectName> staged = ConcurrentHashMap.newKeySet();
    private final Set<String> shards = ConcurrentHashMap.newKeySet();
    private final AtomicLong files = new AtomicLong();

    private StagingArea(Path area, FileLock lock, ObjectPaths paths) {
        this.area = area;
        this.directory = area.resolve(OBJECTS);
        this.lock = lock;
        this.paths = paths;
    }

    /** Takes over what was left of this boot, or makes a new area; removes what was left of other boots. */
    static StagingArea open(Path tmp, ObjectPaths paths) throws IOException {
        String named = System.getenv("OSTREE_BOOTID");
        String bootId = named == null ? Files.readString(BOOT_ID).strip() : named;
        Optional<StagingArea> adopted = Optional.empty();
        for (String name : leftovers(tmp)) {
            Optional<FileLock> lock = FileLock.tryAcquire(tmp.resolve(name + LOCK), FileLock.Mode.EXCLUSIVE);
            if (lock.isEmpty()) {
                continue;
            }
            StagingArea area = new StagingArea(tmp.resolve(name), lock.get(), paths);
            boolean ofThisBoot = name.startsWith(PREFIX + bootId);
            if (adopted.isEmpty() && ofThisBoot && Files.isDirectory(area.directory)) {
                area.adopt();
                adopted = Optional.of(area);
            } else if (ofThisBoot && Files.isDirectory(area.area) && !Files.isDirectory(area.directory)) {
                // What a killed libostree left, for itself.
                area.leave();
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
                names.add(name.endsWith(LOCK) ? name.substring(0, name.length() - LOCK.length()) : name);
            }
        }
        return names.stream().distinct().sorted().toList();
    }

    private static StagingArea create(Path tmp, String bootId, ObjectPaths paths) throws IOException {
        for (long number = 1; ; number++) {
            // The name says nothing: it only has to be free.
            String name = PREFIX + bootId + "-" + ProcessHandle.current().pid() + "-" + number;
            Optional<FileLock> lock = FileLock.tryAcquire(tmp.resolve(name + LOCK), FileLock.Mode.EXCLUSIVE);
            if (lock.isPresent()) {
                try {
                    Files.createDirectory(tmp.resolve(name));
                    Files.createDirectory(tmp.resolve(name).resolve(OBJECTS));
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
                Optional<ObjectName> name =
                        paths.parse(shard, file.getFileName().toString());
                if (name.isPresent()) {
                    staged.add(name.get());
                } else {
                    Files.delete(file);
                }
            }
        }
    }

    /** Removes an object that was taken over and turned out not to be one. */
    void discard(ObjectName name) throws IOException {
        staged.remove(name);
        Files.deleteIfExists(path(name));
    }

    boolean contains(ObjectName name) {
        return staged.contains(name);
    }

    Collection<ObjectName> staged() {
        return staged;
    }

    /** A path for a file whose name is not known before its content is. */
    Path newFile() {
        return directory.resolve(INCOMPLETE + files.incrementAndGet());
    }

    /** Makes the file of an object at a path where there is none. */
    @FunctionalInterface
    interface FileWriter {
        void write(Path file) throws IOException;
    }

    /**
     * Writes an object straight to its place in the area, where it needs no renaming, and once, however many threads
     * want to: the others wait for the first.
     *
     * @return false when it was there, or another thread wrote it
     */
    boolean write(ObjectName name, FileWriter writer) throws IOException {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        while (!staged.contains(name)) {
            CompletableFuture<Boolean> other = writing.putIfAbsent(name, mine);
            if (other == null) {
                return writeFirst(name, writer, mine);
            }
            if (other.join()) {
                return false;
            }
        }
        return false;
    }

    private boolean writeFirst(ObjectName name, FileWriter writer, CompletableFuture<Boolean> mine) throws IOException {
        // Another may have been first and have ended between the caller's look and its claim.
        boolean there = staged.contains(name);
        boolean written = false;
        try {
            if (!there) {
                ensureShard(name);
                writer.write(path(name));
                staged.add(name);
                written = true;
            }
            return written;
        } finally {
            if (!there && !written) {
                Files.deleteIfExists(path(name));
            }
            writing.remove(name, mine);
            mine.complete(there || written);
        }
    }

    private void ensureShard(ObjectName name) throws IOException {
        String shard = ObjectPaths.shard(name.checksum());
        if (!shards.contains(shard)) {
            Files.createDirectories(directory.resolve(shard));
            shards.add(shard);
        }
    }

    /** Where an object is, when it is in this area. */
    Path path(ObjectName name) {
        return paths.in(directory, name);
    }

    /**
     * Moves every object to its place: all of a directory at once, where there is none yet. Commits come last, so that
     * wherever this is interrupted a commit that is there is complete.
     */
    void publish(Path objects) throws IOException {
        List<ObjectName> commits =
                staged.stream().filter(name -> name.type() == ObjectType.COMMIT).toList();
        Set<String> withCommits =
                commits.stream().map(name -> ObjectPaths.shard(name.checksum())).collect(Collectors.toSet());
        for (String shard : shards) {
            if (withCommits.contains(shard) || !publishWhole(shard, objects)) {
                Files.createDirectories(objects.resolve(shard));
                for (Path file : list(directory.resolve(shard))) {
                    if (!file.toString().endsWith("." + ObjectType.COMMIT.extension())) {
                        LinuxFiles.rename(file, objects.resolve(shard).resolve(file.getFileName()));
                    }
                }
            }
        }
        for (ObjectName commit : commits) {
            LinuxFiles.rename(path(commit), paths.in(objects, commit));
        }
    }

    private boolean publishWhole(String shard, Path objects) throws IOException {
        try {
            LinuxFiles.renameNoReplace(directory.resolve(shard), objects.resolve(shard));
            return true;
        } catch (LinuxException e) {
            // EINVAL: a file system without this kind of rename.
            if (e.errno() == Errno.EEXIST || e.errno() == Errno.EINVAL) {
                return false;
            }
            throw e;
        }
    }

    /** Lets go of the area and leaves what is in it to the next writer of this boot. */
    void leave() throws IOException {
        lock.closeAndRemove();
    }

    /** Removes what is there, and the area. */
    void remove() throws IOException {
        Trees.delete(area);
        lock.closeAndRemove();
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        }
        return entries;
    }
}
