package org.atomsmith.ostree.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.zip.Deflater;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;

/**
 * Objects in the form that an archive has them, made while they are sent. An object is read and compared with its name
 * before its first byte goes out: a file that somebody changed in place on this machine is not what the remote published,
 * and stays here. For one connection; not thread-safe.
 */
final class ArchivedObjects implements AutoCloseable {
    /** Files up to this size are made in memory, so that their length can be told. */
    static final int IN_MEMORY = 1 << 20;

    private static final int BUFFER = 65_536;

    private final Repository repository;
    private final byte[] buffer = new byte[BUFFER];
    /** The JDK's zlib is native code: it is as fast in a process that has just begun as later. */
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

    ArchivedObjects(Repository repository) {
        this.repository = repository;
    }

    /** Whether an object is small, so that {@link #small} gives it. */
    boolean isSmall(ObjectName name) throws IOException {
        return name.type().isMetadata()
                || repository.contentInfo(name.checksum()).size() <= IN_MEMORY;
    }

    /** The whole of a small object. */
    byte[] small(ObjectName name) throws IOException {
        if (name.type().isMetadata()) {
            return repository.readMetadata(name.type(), name.checksum());
        }
        try (ContentObject file = repository.openContent(name.checksum())) {
            FileHeader header = file.info().header();
            byte[] content = file.stream().readAllBytes();
            if (!header.checksum(content).equals(name.checksum())) {
                throw changed(name);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2 + 512);
            out.write(header.toArchivedBytes(content.length));
            if (!header.isSymlink()) {
                deflater.reset();
                deflater.setInput(content);
                deflater.finish();
                drain(out);
            }
            return out.toByteArray();
        }
    }

    /** Looks whether a large file is what its name says. */
    void verify(ObjectName name) throws IOException {
        repository.verify(name);
    }

    /** Writes a large file; fails before its end when it is not what its name says. */
    void write(ObjectName name, OutputStream out) throws IOException {
        try (ContentObject file = repository.openContent(name.checksum())) {
            FileHeader header = file.info().header();
            MessageDigest digest = header.digest();
            out.write(header.toArchivedBytes(file.info().size()));
            deflater.reset();
            byte[] piece = new byte[BUFFER];
            InputStream in = file.stream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                digest.update(piece, 0, n);
                deflater.setInput(piece, 0, n);
                drain(out);
            }
            if (!Checksum.of(digest.digest()).equals(name.checksum())) {
                throw changed(name);
            }
            deflater.finish();
            drain(out);
        }
    }

    private void drain(OutputStream out) throws IOException {
        for (int n = deflater.deflate(buffer); n > 0; n = deflater.deflate(buffer)) {
            out.write(buffer, 0, n);
        }
    }

    private static CorruptObjectException changed(ObjectName name) {
        return new CorruptObjectException("object " + name + " is not what its name says: it is not given away");
    }

    @Override
    public void close() {
        deflater.end();
    }
}
