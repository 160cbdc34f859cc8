package org.atomsmith.compose.commit;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.FileMode;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeNode;

/** Turns a composed tree into OSTree's form: every file an object that carries the file's own metadata. */
public final class TreeConversion {
    private final ObjectStore objects;
    private final Map<String, Checksum> links = new HashMap<>();

    /** Converts trees whose contents are in this store. */
    public TreeConversion(ObjectStore objects) {
        this.objects = objects;
    }

    /** Converts a tree; files whose metadata changed since they were stored are stored again. */
    public Tree convert(FileTree from) throws IOException {
        TreeBuilder to = new TreeBuilder();
        for (Map.Entry<String, Node> e : from.nodes().entrySet()) {
            switch (e.getValue()) {
                case Node.Directory d -> to.putDirectory(e.getKey(), meta(d));
                case Node.File f -> to.put(e.getKey(), file(f));
                case Node.Symlink s -> to.put(e.getKey(), link(s));
            }
        }
        return to.build();
    }

    private static DirMeta meta(Node.Directory d) {
        return new DirMeta(d.uid(), d.gid(), FileMode.DIRECTORY | d.mode(), Xattrs.of(d.xattrs()));
    }

    private TreeNode.File file(Node.File file) throws IOException {
        Node.File current = file;
        if (!file.objectIsCurrent()) {
            try (InputStream in = objects.open(file)) {
                current = objects.store(
                        in, file.size(), new Node.Stored(file.uid(), file.gid(), file.mode(), file.xattrs()));
            }
        }
        FileHeader header =
                new FileHeader(file.uid(), file.gid(), FileMode.REGULAR | file.mode(), "", Xattrs.of(file.xattrs()));
        return new TreeNode.File(Checksum.parse(current.object()), header, file.size());
    }

    private TreeNode.File link(Node.Symlink link) {
        FileHeader header = FileHeader.symlink(link.target())
                .withOwner(link.uid(), link.gid())
                .withXattrs(Xattrs.of(link.xattrs()));
        Checksum checksum = links.computeIfAbsent(link.key(), k -> header.checksum(new byte[0]));
        return new TreeNode.File(checksum, header, 0);
    }
}
