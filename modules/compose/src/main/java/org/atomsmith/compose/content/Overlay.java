package org.atomsmith.compose.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.compose.layout.LayoutException;
import org.atomsmith.compose.layout.LayoutRule;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.treefile.Located;

/**
 * Lays a directory over the tree. Everything becomes root's: directories 0755, files 0755 where their owner may execute
 * them and 0644 otherwise, whatever the umask of whoever checked the directory out. Files of version control stay behind.
 */
final class Overlay implements LayoutRule {
    private static final List<String> NOT_CONTENT = List.of(".git", ".gitignore", ".gitkeep", ".gitattributes");

    private final Located<String> name;
    private final Path directory;
    private final boolean override;

    Overlay(Located<String> name, Path directory, boolean override) {
        this.name = name;
        this.directory = directory;
        this.override = override;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        directory(directory, "", tree, objects);
    }

    /** A path of an overlay as the tree has it before its layout is made: {@code usr/etc} is {@code etc} there. */
    static String inTree(String path) {
        return path.equals("usr/etc") || path.startsWith("usr/etc/") ? path.substring("usr/".length()) : path;
    }

    private void directory(Path from, String path, FileTree tree, ObjectStore objects) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(from)) {
            stream.forEach(children::add);
        }
        children.sort(
                (a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
        for (Path child : children) {
            String childName = child.getFileName().toString();
            if (NOT_CONTENT.contains(childName)) {
                continue;
            }
            String to = tree.resolveParent(inTree(FileTree.join(path, childName)));
            BasicFileAttributes attributes =
                    Files.readAttributes(child, BasicFileAttributes.class, java.nio.file.LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                if (!(tree.get(tree.resolve(to)).orElse(null) instanceof Node.Directory)) {
                    mayPut(tree, to, Node.Directory.PLAIN);
                    tree.put(to, Node.Directory.PLAIN);
                }
                directory(child, FileTree.join(path, childName), tree, objects);
            } else if (attributes.isSymbolicLink()) {
                put(
                        tree,
                        to,
                        new Node.Symlink(0, 0, Files.readSymbolicLink(child).toString()));
            } else if (attributes.isRegularFile()) {
                put(tree, to, read(child, attributes.size(), objects));
            } else {
                throw new LayoutException(name + ": " + child + " is neither a file, a link nor a directory");
            }
        }
    }

    /** A file of the builder's as a node: root's, with a mode that only depends on whether it is executable. */
    static Node.File read(Path file, long size, ObjectStore objects) throws IOException {
        int mode =
                Files.getPosixFilePermissions(file).contains(java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE)
                        ? 0755
                        : 0644;
        try (InputStream in = Files.newInputStream(file)) {
            return objects.store(in, size, new Node.Stored(0, 0, mode, Node.noXattrs()));
        }
    }

    private void put(FileTree tree, String path, Node node) throws LayoutException {
        mayPut(tree, path, node);
        tree.put(path, node);
    }

    private void mayPut(FileTree tree, String path, Node node) throws LayoutException {
        Node before = tree.get(path).orElse(null);
        if (before != null && !override && !before.equals(node)) {
            throw new LayoutException(name.at() + ": the layer '" + name.value() + "' has /" + path
                    + ", which is in the tree already; list it under 'ostree-override-layers' if it is to win");
        }
    }
}
