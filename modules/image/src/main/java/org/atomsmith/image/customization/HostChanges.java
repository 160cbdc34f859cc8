package org.atomsmith.image.customization;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SpecialFile;
import org.atomsmith.disk.tree.SymbolicLink;

/**
 * What a customization changes on a new disk: files of the deployment's {@code /etc} and of the stateroot's {@code /var},
 * kernel arguments, and partitions. The deployment's {@code /usr/etc} stays the commit's, so that the merge of an upgrade
 * takes the changes for the machine's own and keeps them.
 *
 * @param files by path, beginning with {@code etc/} or {@code var/}; a directory has no entries here
 * @param removed paths below {@code etc/} that the commit has and the disk has not
 * @param kernelArguments after all others
 * @param partitions beyond those that every disk has
 */
public record HostChanges(
        SortedMap<String, Inode> files,
        SortedSet<String> removed,
        List<String> kernelArguments,
        PartitionPlan partitions) {

    /** No change. */
    public static final HostChanges NONE =
            new HostChanges(new TreeMap<>(), new TreeSet<>(), List.of(), PartitionPlan.NONE);

    /** Copies. */
    public HostChanges {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
        kernelArguments = List.copyOf(kernelArguments);
    }

    /**
     * Makes the changes in the tree of a disk that holds the commit's {@code /etc} already.
     *
     * @param deployment path of the deployment
     * @param var path of the stateroot's {@code /var}
     */
    public void applyTo(FileTree tree, String deployment, String var) {
        removed.forEach(path -> tree.remove(deployment + "/" + path));
        for (Map.Entry<String, Inode> change : files.entrySet()) {
            String path = change.getKey().startsWith("etc/")
                    ? deployment + "/" + change.getKey()
                    : var + change.getKey().substring("var".length());
            if (change.getValue() instanceof Directory directory) {
                tree.directory(path, directory.attributes());
            } else {
                tree.remove(path);
                tree.put(path, change.getValue());
            }
        }
    }

    /** A digest of every change: what two disks of one commit differ by. Empty when there is none. */
    public String digest() {
        if (files.isEmpty()
                && removed.isEmpty()
                && kernelArguments.isEmpty()
                && partitions.equals(PartitionPlan.NONE)) {
            return "";
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            put(digest, removed + "\n" + kernelArguments + "\n" + partitions + "\n");
            for (Map.Entry<String, Inode> file : files.entrySet()) {
                Attributes a = file.getValue().attributes();
                put(digest, file.getKey() + "\0" + a.mode() + ":" + a.uid() + ":" + a.gid() + "\0");
                switch (file.getValue()) {
                    case RegularFile regular
                    when regular.content() instanceof ContentSource.Inline(byte[] bytes) -> {
                        put(digest, "file " + bytes.length + "\0");
                        digest.update(bytes);
                    }
                    case SymbolicLink link -> put(digest, "link " + link.target() + "\0");
                    case Directory _ -> put(digest, "directory\0");
                    case RegularFile _, SpecialFile _ ->
                        throw new IllegalStateException(file.getKey() + " is neither in memory nor a link");
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What changes, one line each, without contents: {@code write /etc/hostname}. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        removed.forEach(path -> lines.add("remove /" + path));
        files.forEach((path, inode) -> lines.add((inode instanceof Directory ? "make /" : "write /") + path));
        kernelArguments.forEach(argument -> lines.add("kernel argument " + argument));
        if (partitions.rootFileSystem() != FileSystemType.EXT4) {
            lines.add("root file system " + partitions.rootFileSystem().word());
        }
        partitions.partitions().forEach(p -> lines.add("partition " + p.describe()));
        return List.copyOf(lines);
    }
}
