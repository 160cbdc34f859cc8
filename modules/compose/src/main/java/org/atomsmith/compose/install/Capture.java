package org.atomsmith.compose.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Whiteouts;
import org.atomsmith.linux.Xattrs;

/**
 * Reads the upper layer of an overlay, which holds exactly what scriptlets changed, and applies it to the tree: new and
 * changed files with owner, mode and attributes, and what was deleted. Sockets, pipes and devices are left behind.
 */
final class Capture {
    /** How bare-user repositories keep metadata; a copied-up object still carries it. */
    private static final String OBJECT_METADATA = "user.ostreemeta";

    private static final String CAPABILITY = "security.capability";
    /** A version 3 capability names the namespace's root after the version 2 form (linux/capability.h). */
    private static final int CAPABILITY_V3 = 0x03000000;

    private static final int CAPABILITY_V2_BYTES = 20;

    private final ObjectStore objects;
    private final Set<String> ignored;
    private final Map<Long, Node.File> seen = new HashMap<>();

    /**
     * A capture.
     *
     * @param ignored paths that belong to the sandbox and not to the tree
     */
    Capture(ObjectStore objects, Set<String> ignored) {
        this.objects = objects;
        this.ignored = Set.copyOf(ignored);
    }

    /** Applies the upper layer's changes to the tree and returns the paths that changed, sorted. */
    List<String> apply(Path upper, FileTree tree) throws IOException {
        List<String> changed = new ArrayList<>();
        directory(upper, "", tree, changed);
        return changed;
    }

    private void directory(Path directory, String path, FileTree tree, List<String> changed) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        }
        children.sort(
                (a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
        for (Path child : children) {
            String childPath = FileTree.join(path, child.getFileName().toString());
            if (ignored.contains(childPath)) {
                continue;
            }
            entry(child, childPath, tree, changed);
        }
    }

    private void entry(Path file, String path, FileTree tree, List<String> changed) throws IOException {
        FileStatus status = LinuxFiles.stat(file);
        Whiteouts.Kind whiteout = Whiteouts.kind(file, status);
        if (whiteout == Whiteouts.Kind.WHITEOUT) {
            if (tree.remove(path)) {
                changed.add(path);
            }
            return;
        }
        switch (status.kind()) {
            case DIRECTORY -> {
                if (whiteout == Whiteouts.Kind.OPAQUE) {
                    tree.remove(path);
                }
                put(
                        tree,
                        path,
                        new Node.Directory(status.uid(), status.gid(), status.permissions(), attributes(file)),
                        changed);
                directory(file, path, tree, changed);
            }
            case SYMLINK ->
                put(
                        tree,
                        path,
                        new Node.Symlink(
                                status.uid(),
                                status.gid(),
                                Files.readSymbolicLink(file).toString()),
                        changed);
            case REGULAR -> put(tree, path, content(file, status), changed);
            default -> {}
        }
    }

    private Node.File content(Path file, FileStatus status) throws IOException {
        Node.File known = status.nlink() > 1 ? seen.get(status.ino()) : null;
        if (known != null) {
            return known;
        }
        Node.Stored metadata = new Node.Stored(status.uid(), status.gid(), status.permissions(), attributes(file));
        try (InputStream in = Files.newInputStream(file)) {
            Node.File node = objects.store(in, status.size(), metadata);
            if (status.nlink() > 1) {
                seen.put(status.ino(), node);
            }
            return node;
        }
    }

    private static void put(FileTree tree, String path, Node node, List<String> changed) {
        if (!tree.get(path).filter(node::equals).isPresent()) {
            tree.put(path, node);
            changed.add(path);
        }
    }

    private static SortedMap<String, byte[]> attributes(Path file) throws IOException {
        SortedMap<String, byte[]> kept = new TreeMap<>();
        for (Map.Entry<String, byte[]> x : Xattrs.all(file).entrySet()) {
            String name = x.getKey();
            if (name.equals(CAPABILITY)) {
                kept.put(name, machineWide(x.getValue()));
            } else if (!name.equals(OBJECT_METADATA) && !Whiteouts.isOverlayAttribute(name)) {
                kept.put(name, x.getValue());
            }
        }
        return kept.isEmpty() ? Node.noXattrs() : kept;
    }

    /** A capability as the machine's root would have set it: version 2, without a namespace's root. */
    private static byte[] machineWide(byte[] capability) {
        boolean v3 =
                capability.length > CAPABILITY_V2_BYTES && ((capability[3] & 0xff) << 24 & 0xff000000) == CAPABILITY_V3;
        if (!v3) {
            return capability;
        }
        byte[] v2 = java.util.Arrays.copyOf(capability, CAPABILITY_V2_BYTES);
        v2[3] = 2;
        return v2;
    }
}
