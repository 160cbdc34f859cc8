package org.atomsmith.ostree.commit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.ContentInfo;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.TreeRoot;

/**
 * The value of {@code ostree.sizes}: how large each object of a tree is in an archive and unpacked, so that a client can
 * say what a pull will cost.
 */
final class ObjectSizes {
    private final Repository repository;

    ObjectSizes(Repository repository) {
        this.repository = repository;
    }

    /** The sizes of everything that a tree needs, sorted by checksum. */
    Variant of(TreeRoot root) throws IOException {
        List<ObjectName> names = new ArrayList<>(TreeObjects.of(repository, root));
        names.sort(null);
        List<byte[]> entries = new ArrayList<>(names.size());
        for (ObjectName name : names) {
            entries.add(entry(name));
        }
        return Variant.byteArrays(entries);
    }

    private byte[] entry(ObjectName name) throws IOException {
        long stored = LinuxFiles.stat(repository.objectPath(name)).size();
        long unpacked = name.type() == ObjectType.FILE ? unpacked(name.checksum()) : stored;
        ByteArrayOutputStream entry = new ByteArrayOutputStream(48);
        entry.writeBytes(name.checksum().bytes());
        number(stored, entry);
        number(unpacked, entry);
        entry.write(name.type().number());
        return entry.toByteArray();
    }

    /** A symbolic link counts as long as its target is. */
    private long unpacked(Checksum checksum) throws IOException {
        ContentInfo info = repository.contentInfo(checksum);
        return info.header().isSymlink()
                ? info.header().symlinkTarget().getBytes(StandardCharsets.UTF_8).length
                : info.size();
    }

    /** Seven bits in a byte, the lowest first; all but the last have the eighth set. */
    private static void number(long value, ByteArrayOutputStream out) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
