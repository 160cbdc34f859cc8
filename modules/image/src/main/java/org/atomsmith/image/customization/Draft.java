package org.atomsmith.image.customization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Problems;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SymbolicLink;
import org.atomsmith.ostree.tree.TreeNode;

/** Changes in the making: what was changed so far, over the commit's files. */
final class Draft {
    private final HostFiles host;
    private final long timestamp;
    private final Problems problems;
    private final SortedMap<String, Inode> files = new TreeMap<>();
    private final SortedSet<String> removed = new TreeSet<>();
    private final List<String> kernelArguments = new ArrayList<>();

    /**
     * No changes yet.
     *
     * @param timestamp the commit's, in seconds since 1970: that of everything new
     */
    Draft(HostFiles host, long timestamp, Problems problems) {
        this.host = host;
        this.timestamp = timestamp;
        this.problems = problems;
    }

    HostFiles host() {
        return host;
    }

    long timestamp() {
        return timestamp;
    }

    /** Notes a mistake in what was asked for. */
    void problem(Located<?> where, String message, String hint) {
        problems.error(where.at(), message, hint);
    }

    /** The text of a file with the changes so far. */
    Optional<String> text(String path) throws IOException {
        if (files.get(path) instanceof RegularFile file
                && file.content() instanceof ContentSource.Inline(byte[] bytes)) {
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
        return removed.contains(path) ? Optional.empty() : host.text(path);
    }

    /** Whether something was put at a path by a customization. */
    boolean isWritten(String path) {
        return files.containsKey(path);
    }

    /** Whether a directory is there, of the commit or of a customization. */
    boolean isDirectory(String path) {
        return files.containsKey(path)
                ? files.get(path) instanceof Directory
                : host.follow(path).orElse(null) instanceof TreeNode.Directory;
    }

    /** The target of the link at a path. */
    Optional<String> link(String path) {
        if (files.get(path) instanceof SymbolicLink link) {
            return Optional.of(link.target());
        }
        return removed.contains(path) ? Optional.empty() : host.find(path).flatMap(HostFiles::link);
    }

    /** Puts an inode, instead of what is there. */
    void put(String path, Inode inode) {
        removed.remove(path);
        files.put(path, inode);
    }

    /** Puts a file of root's. */
    void write(String path, int mode, String text) {
        put(path, file(Attributes.root(mode, timestamp), text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Puts a file with the owner and mode of the one that is there, or root's with a mode. */
    void rewrite(String path, int modeOtherwise, String text) {
        Attributes attributes = host.follow(path).orElse(null) instanceof TreeNode.File old
                ? owned(
                        old.header().permissions(),
                        old.header().uid(),
                        old.header().gid())
                : Attributes.root(modeOtherwise, timestamp);
        put(path, file(attributes, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Attributes with the draft's time. */
    Attributes owned(int mode, int uid, int gid) {
        return new Attributes(mode, uid, gid, timestamp, new TreeMap<>());
    }

    /** A file in memory. */
    static RegularFile file(Attributes attributes, byte[] bytes) {
        return new RegularFile(attributes, ContentSource.of(bytes));
    }

    void symlink(String path, String target) {
        put(path, new SymbolicLink(Attributes.root(0777, timestamp), target));
    }

    void directory(String path, Attributes attributes) {
        put(path, new Directory(attributes, new TreeMap<>()));
    }

    /** Removes a file, the commit's or one of a customization. */
    void remove(String path) {
        files.remove(path);
        if (host.find(path).isPresent()) {
            removed.add(path);
        }
    }

    void kernelArgument(String argument) {
        kernelArguments.add(argument);
    }

    HostChanges finish(PartitionPlan partitions) {
        return new HostChanges(files, removed, kernelArguments, partitions);
    }
}
