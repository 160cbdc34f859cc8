package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.FileMode;
import org.atomsmith.ostree.object.Xattr;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeNode;

/** A commit's tree as the composer has trees: nothing is checked out, contents stay where they are. */
final class BaseTree {
    private BaseTree() {}

    static FileTree read(Repository repository, Checksum commit) throws IOException {
        FileTree to = new FileTree();
        Tree.load(repository, commit).walk((path, node) -> {
            String relative = path.startsWith("/") ? path.substring(1) : path;
            to.put(relative, convert(node));
        });
        return to;
    }

    private static Node convert(TreeNode node) {
        return switch (node) {
            case TreeNode.Directory d -> directory(d.meta());
            case TreeNode.File f -> file(f);
        };
    }

    private static Node directory(DirMeta meta) {
        return new Node.Directory(meta.uid(), meta.gid(), meta.mode() & FileMode.PERMISSIONS, xattrs(meta.xattrs()));
    }

    private static Node file(TreeNode.File file) {
        FileHeader header = file.header();
        if (header.isSymlink()) {
            return new Node.Symlink(header.uid(), header.gid(), xattrs(header.xattrs()), header.symlinkTarget());
        }
        Node.Stored stored = new Node.Stored(header.uid(), header.gid(), header.permissions(), xattrs(header.xattrs()));
        return new Node.File(
                stored.uid(),
                stored.gid(),
                stored.mode(),
                stored.xattrs(),
                file.checksum().hex(),
                stored,
                file.size());
    }

    private static SortedMap<String, byte[]> xattrs(Xattrs from) {
        if (from.isEmpty()) {
            return Node.noXattrs();
        }
        Map<String, byte[]> to = new TreeMap<>();
        for (Xattr x : from.entries()) {
            to.put(x.name(), x.value());
        }
        return Node.xattrs(to);
    }
}
