package org.atomsmith.compose.layout;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/**
 * Makes the root directory that an OSTree host has: what changes lives in {@code /var} and is reached through links, mount
 * points are empty directories.
 */
final class TopLevel implements LayoutRule {
    private static final Map<String, String> LINKS = new TreeMap<>(Map.of(
            "home", "var/home",
            "root", "var/roothome",
            "srv", "var/srv",
            "mnt", "var/mnt",
            "media", "run/media",
            "ostree", "sysroot/ostree"));
    private static final List<String> MOUNT_POINTS = List.of("boot", "dev", "proc", "run", "sys", "sysroot", "var");
    private final boolean tmpIsDirectory;
    private final LocalDirectories local;

    TopLevel(boolean tmpIsDirectory, LocalDirectories local) {
        this.tmpIsDirectory = tmpIsDirectory;
        this.local = local;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        LINKS.forEach((path, target) -> link(tree, path, target));
        local.apply(tree, objects);
        tree.put("var/roothome", new Node.Directory(0, 0, 0700, Node.noXattrs()));
        for (String path : MOUNT_POINTS) {
            if (!path.equals("var")) {
                tree.remove(path);
            }
            tree.mkdirs(path);
        }
        tree.remove("tmp");
        tree.put(
                "tmp",
                tmpIsDirectory
                        ? new Node.Directory(0, 0, 01777, Node.noXattrs())
                        : new Node.Symlink(0, 0, "sysroot/tmp"));
    }

    /** Makes a path a link, and takes along what it had when the link leads into {@code /var}. */
    static void link(FileTree tree, String path, String target) {
        String inVar = target.replace("../", "");
        if (tree.get(path).orElse(null) instanceof Node.Directory) {
            if (inVar.startsWith("var/")) {
                tree.move(path, inVar);
            } else {
                tree.remove(path);
            }
        } else if (inVar.startsWith("var/")) {
            tree.mkdirs(inVar);
        }
        tree.put(path, new Node.Symlink(0, 0, target));
    }
}
