package org.atomsmith.ostree.commit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.DirMeta;
import org.atomsmith.ostree.object.DirTree;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.ContentInfo;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.tree.TreeRoot;

/** Puts the tree of a commit into a tree; where a modifier changes a file, its object is written again. */
final class RevisionSource {
    private final Transaction transaction;
    private final Repository repository;
    private final CommitModifier modifier;

    RevisionSource(Transaction transaction, CommitModifier modifier) {
        this.transaction = transaction;
        this.repository = transaction.repository();
        this.modifier = modifier;
    }

    /** Puts the tree on top of what there is. */
    void read(TreeRoot root, MutableTree tree) throws IOException {
        directory("/", root, tree);
    }

    private void directory(String path, TreeRoot root, MutableTree tree) throws IOException {
        if (modifier.isNeutral() && tree.isUntouched()) {
            tree.become(repository, root);
            return;
        }
        if (modifier.isNeutral()) {
            tree.setMeta(root.meta());
        } else {
            DirMeta meta = repository.readDirMeta(root.meta());
            Optional<Attributes> attributes = modifier.apply(path, Attributes.of(meta));
            if (attributes.isEmpty()) {
                return;
            }
            Xattrs xattrs = modifier.xattrs(path, attributes.get().mode(), meta.xattrs());
            tree.setMeta(transaction.write(attributes.get().dirMeta(xattrs)));
        }
        DirTree entries = repository.readDirTree(root.tree());
        for (DirTree.File file : entries.files()) {
            String at = CommitModifier.child(path, file.name());
            Optional<Checksum> checksum =
                    modifier.isNeutral() ? Optional.of(file.checksum()) : file(at, file.checksum());
            if (checksum.isPresent()) {
                tree.putFile(file.name(), checksum.get());
            }
        }
        for (DirTree.Directory sub : entries.directories()) {
            String at = CommitModifier.child(path, sub.name());
            if (!modifier.isSkipped(at)) {
                directory(at, new TreeRoot(sub.tree(), sub.meta()), tree.directory(sub.name()));
            }
        }
    }

    private Optional<Checksum> file(String path, Checksum checksum) throws IOException {
        ContentInfo info = repository.contentInfo(checksum);
        FileHeader header = info.header();
        Optional<Attributes> attributes = modifier.apply(path, Attributes.of(header));
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        Xattrs xattrs = modifier.xattrs(path, attributes.get().mode(), header.xattrs());
        FileHeader changed = attributes.get().header(header.symlinkTarget(), xattrs);
        if (changed.equals(header)) {
            return Optional.of(checksum);
        }
        if (changed.isSymlink()) {
            return Optional.of(transaction.writeContent(changed, new byte[0]));
        }
        try (ContentObject content = repository.openContent(checksum);
                InputStream in = content.stream()) {
            return Optional.of(transaction.writeContent(changed, info.size(), in));
        }
    }
}
