package org.atomsmith.compose.layout;

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
            "opt", "var/opt",
            "srv", "var/srv",
            "mnt", "var/mnt",
            "media", "run/media",
            "ostree", "sysroot/ostree",
            "usr/local", "../var/usrlocal"));
    private static final List<String> MOUNT_POINTS = List.of("boot", "dev", "proc", "run", "sys", "sysroot", "var");
    private static final List<String> LOCAL =
            List.of("bin", "etc", "games", "include", "lib", "man", "sbin", "share", "share/man", "src");

    private final boolean tmpIsDirectory;

    TopLevel(boolean tmpIsDirectory) {
        this.tmpIsDirectory = tmpIsDirectory;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws LayoutException {
        LINKS.forEach((path, target) -> {
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
        });
        tree.put("var/roothome", new Node.Directory(0, 0, 0700, Node.noXattrs()));
        for (String directory : LOCAL) {
            if (!tree.has("var/usrlocal/" + directory)) {
                tree.mkdirs("var/usrlocal/" + directory);
            }
        }
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
}
