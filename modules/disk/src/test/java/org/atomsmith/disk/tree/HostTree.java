package org.atomsmith.disk.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Takes a folder of this machine as a tree: with owners, modes, times, symbolic and hard links. */
public final class HostTree {
    private final Map<Object, Inode> known = new HashMap<>();

    /** Reads a folder. */
    public static Directory of(Path folder) throws IOException {
        return (Directory) new HostTree().inode(folder);
    }

    private Inode inode(Path path) throws IOException {
        Map<String, Object> stat = Files.readAttributes(
                path, "unix:mode,uid,gid,lastModifiedTime,ino,dev,nlink", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) stat.get("mode");
        Attributes attributes = new Attributes(
                mode & 07777,
                (int) stat.get("uid"),
                (int) stat.get("gid"),
                Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis() / 1000,
                new TreeMap<>());
        if (Files.isSymbolicLink(path)) {
            return new SymbolicLink(attributes, Files.readSymbolicLink(path).toString());
        } else if (Files.isDirectory(path)) {
            TreeMap<String, Inode> entries = new TreeMap<>();
            try (Stream<Path> list = Files.list(path)) {
                for (Path child : (Iterable<Path>) list::iterator) {
                    entries.put(child.getFileName().toString(), inode(child));
                }
            }
            return new Directory(attributes, entries);
        }
        Object key = stat.get("dev") + ":" + stat.get("ino");
        Inode present = known.get(key);
        if (present == null) {
            present = new RegularFile(attributes, ContentSource.of(path));
            known.put(key, present);
        }
        return present;
    }
}
