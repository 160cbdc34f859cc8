package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Xattrs;

/**
 * Writes a tree as files that are only read: the lower layer of an overlay, say. Contents are hard links to the objects, so nothing may write
 * through them; those whose object has another owner, mode or attributes are copied.
 */
public final class TreeCheckout {
    private final ObjectStore objects;

    /** Writes trees whose contents are in this store. */
    public TreeCheckout(ObjectStore objects) {
        this.objects = objects;
    }

    /** Adds the tree's nodes to a directory; what is there stays, unless the tree has another file at its path. */
    public void into(Path root, FileTree tree) throws IOException {
        List<Map.Entry<String, Node>> directories = new ArrayList<>();
        for (Map.Entry<String, Node> e : tree.nodes().entrySet()) {
            Path path = e.getKey().isEmpty() ? root : root.resolve(e.getKey());
            switch (e.getValue()) {
                case Node.Directory d -> {
                    if (LinuxFiles.find(path).filter(FileStatus::isDirectory).isEmpty()) {
                        LinuxFiles.mkdir(path, 0700);
                    }
                    directories.add(e);
                }
                case Node.File f -> file(path, f);
                case Node.Symlink s -> {
                    removeOld(path);
                    LinuxFiles.symlink(s.target(), path);
                    if (s.uid() != 0 || s.gid() != 0) {
                        LinuxFiles.chown(path, s.uid(), s.gid());
                    }
                }
            }
        }
        for (Map.Entry<String, Node> e : directories.reversed()) {
            Path path = e.getKey().isEmpty() ? root : root.resolve(e.getKey());
            Node d = e.getValue();
            if (d.uid() != 0 || d.gid() != 0) {
                LinuxFiles.chown(path, d.uid(), d.gid());
            }
            LinuxFiles.chmod(path, d.mode());
            attributes(path, d);
        }
    }

    private void file(Path path, Node.File f) throws IOException {
        removeOld(path);
        Path object = objects.path(f);
        if (objects.isLinkable(f)) {
            LinuxFiles.link(object, path);
            return;
        }
        LinuxFiles.copyFile(object, path, 0600);
        if (f.uid() != 0 || f.gid() != 0) {
            LinuxFiles.chown(path, f.uid(), f.gid());
        }
        LinuxFiles.chmod(path, f.mode());
        attributes(path, f);
    }

    private static void attributes(Path path, Node node) throws IOException {
        for (Map.Entry<String, byte[]> x : node.xattrs().entrySet()) {
            Xattrs.set(path, x.getKey(), x.getValue());
        }
    }

    private static void removeOld(Path path) throws IOException {
        if (LinuxFiles.find(path).isPresent()) {
            java.nio.file.Files.delete(path);
        }
    }
}
