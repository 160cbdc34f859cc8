package org.atomsmith.host.container;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.oci.OciException;
import org.atomsmith.ostree.archive.ArchiveEntry;
import org.atomsmith.ostree.archive.ArchiveReader;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.FileMode;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.object.Xattrs;
import org.atomsmith.ostree.repo.Transaction;

/**
 * Takes the objects out of one layer. Each has its checksum as its name, and is kept only if it has it; what a layer
 * has beside objects, the tree's paths as hard links for container engines, is passed over.
 */
final class LayerImport {
    private static final VariantType XATTRS = VariantType.parse("a(ayay)");
    private static final int MAX_XATTRS = 1 << 20;
    private static final int MAX_METADATA = 128 << 20;

    /** All attributes of a layer that are kept in memory. */
    private static final long MAX_KEPT = 64L << 20;

    private final Transaction transaction;
    private final Map<Checksum, Xattrs> attributes = new HashMap<>();
    private final Map<Checksum, Checksum> links = new HashMap<>();
    private final List<ObjectName> objects = new ArrayList<>();
    private Optional<CommitFound> commit = Optional.empty();
    private long kept;

    /** Writes into a transaction. */
    LayerImport(Transaction transaction) {
        this.transaction = transaction;
    }

    /**
     * A commit, which is not written: whoever called judges it first.
     *
     * @param detached its detached metadata
     */
    record CommitFound(Checksum checksum, byte[] bytes, Optional<byte[]> detached) {}

    /** The objects that the layer has, all but commits. */
    List<ObjectName> objects() {
        return objects;
    }

    /** The commit of the layer. */
    Optional<CommitFound> commit() {
        return commit;
    }

    /** Reads a layer to its end. */
    void read(InputStream layer) throws IOException {
        try (ArchiveReader archive = ArchiveReader.open(new LeftOpen(layer))) {
            for (Optional<ArchiveEntry> entry = archive.next(); entry.isPresent(); entry = archive.next()) {
                Optional<ObjectPath> path = ObjectPath.parse(entry.get().path());
                if (path.isPresent()) {
                    object(path.get(), entry.get(), archive);
                }
            }
        }
        // What follows the archive belongs to the layer's digest.
        layer.transferTo(OutputStream.nullOutputStream());
    }

    /** What is still to be read to its end when the archive in it is over. */
    private static final class LeftOpen extends FilterInputStream {
        LeftOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // whoever opened the layer closes it
        }
    }

    private void object(ObjectPath path, ArchiveEntry entry, ArchiveReader archive) throws IOException {
        switch (path.extension()) {
            case "file" -> file(path.checksum(), entry, archive);
            case "file-xattrs" -> keep(path.checksum(), read(entry, archive, MAX_XATTRS));
            case "file-xattrs-link" -> link(path.checksum(), entry, archive);
            case "dirtree", "dirmeta" -> {
                ObjectType type = path.extension().equals("dirtree") ? ObjectType.DIRTREE : ObjectType.DIRMETA;
                ObjectName name = new ObjectName(type, path.checksum());
                transaction.writeMetadata(name, read(entry, archive, MAX_METADATA));
                objects.add(name);
            }
            case "commit" -> {
                byte[] bytes = read(entry, archive, MAX_METADATA);
                if (commit.isPresent() || !Checksum.digest(bytes).equals(path.checksum())) {
                    throw new OciException("commit " + path.checksum() + " of the image: "
                            + (commit.isPresent() ? "there is another one before" : "its bytes have another checksum"));
                }
                commit = Optional.of(new CommitFound(path.checksum(), bytes, Optional.empty()));
            }
            case "commitmeta" -> {
                byte[] bytes = read(entry, archive, MAX_METADATA);
                commit = commit.map(c -> new CommitFound(c.checksum(), c.bytes(), Optional.of(bytes)));
            }
            default -> {
                // Other kinds of object are no part of a commit.
            }
        }
    }

    private static byte[] read(ArchiveEntry entry, ArchiveReader archive, int limit) throws IOException {
        if (entry.size() > limit) {
            throw new OciException(entry.path() + " has " + entry.size() + " bytes; the limit is " + limit);
        }
        return archive.content().readNBytes((int) entry.size());
    }

    private void keep(Checksum checksum, byte[] bytes) throws IOException {
        kept += bytes.length + 64;
        if (kept > MAX_KEPT) {
            throw new OciException("the attributes of one layer take more than " + MAX_KEPT + " bytes");
        }
        try {
            attributes.put(checksum, Xattrs.fromVariant(Variant.parse(XATTRS, bytes)));
        } catch (VariantException e) {
            throw new OciException("attributes " + checksum + " of the image: " + e.getMessage(), e);
        }
    }

    private void link(Checksum file, ArchiveEntry entry, ArchiveReader archive) throws IOException {
        if (entry.kind() == ArchiveEntry.Kind.FILE) {
            keep(file, read(entry, archive, MAX_XATTRS));
            links.put(file, file);
            return;
        }
        ObjectPath target = ObjectPath.parse(entry.link())
                .orElseThrow(() -> new OciException(entry.path() + " leads to '" + entry.link() + "'"));
        links.put(file, target.checksum());
    }

    private void file(Checksum checksum, ArchiveEntry entry, ArchiveReader archive) throws IOException {
        Xattrs xattrs = Xattrs.NONE;
        Checksum named = links.remove(checksum);
        if (named != null) {
            xattrs = Optional.ofNullable(attributes.get(named))
                    .orElseThrow(
                            () -> new OciException("file " + checksum + " of the image: its attributes are missing"));
        }
        FileHeader header = switch (entry.kind()) {
            case FILE -> new FileHeader(entry.uid(), entry.gid(), FileMode.REGULAR | entry.permissions(), "", xattrs);
            case SYMLINK -> new FileHeader(entry.uid(), entry.gid(), FileMode.SYMLINK | 0777, entry.link(), xattrs);
            default -> throw new OciException(entry.path() + " is no file: " + entry.kind());
        };
        InputStream content =
                entry.kind() == ArchiveEntry.Kind.FILE ? archive.content() : new ByteArrayInputStream(new byte[0]);
        transaction.writeContent(checksum, header, entry.size(), content);
        objects.add(ObjectName.file(checksum));
    }
}
