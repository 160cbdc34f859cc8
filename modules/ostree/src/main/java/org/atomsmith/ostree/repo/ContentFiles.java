package org.atomsmith.ostree.repo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.atomsmith.ostree.object.FileHeader;

/** Makes the files of file objects, the way that a layout keeps them. */
record ContentFiles(ContentLayout layout) {
    /** The most bytes that are copied at once. */
    static final int BUFFER = 262_144;

    /** Writes a regular file from memory, or a symbolic link with no content. */
    void write(Path file, FileHeader header, byte[] content) throws IOException {
        if (header.isSymlink()) {
            layout.createSymlink(file, header);
            return;
        }
        try (ContentSink sink = layout.create(file, header, content.length)) {
            sink.write(content, 0, content.length);
            sink.finish();
        }
    }

    /**
     * Writes a regular file or symbolic link.
     *
     * @param size bytes of a regular file, exactly as many as are read from {@code content}
     * @param digest is given the bytes on the way
     * @throws EOFException when the content ends early
     */
    void write(Path file, FileHeader header, long size, InputStream content, Optional<MessageDigest> digest)
            throws IOException {
        if (header.isSymlink()) {
            layout.createSymlink(file, header);
            return;
        }
        try (ContentSink sink = layout.create(file, header, size)) {
            copy(content, size, digest, sink);
            sink.finish();
        }
    }

    /** Copies exactly so many bytes, and digests them on the way. */
    static void copy(InputStream content, long size, Optional<MessageDigest> digest, ContentSink sink)
            throws IOException {
        byte[] buffer = new byte[(int) Math.clamp(size, 1, BUFFER)];
        long left = size;
        while (left > 0) {
            int n = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw ended(size - left, size);
            }
            if (digest.isPresent()) {
                digest.get().update(buffer, 0, n);
            }
            sink.write(buffer, 0, n);
            left -= n;
        }
    }

    /** What is thrown when there is less than there should be. */
    static EOFException ended(long at, long size) {
        return new EOFException("a file's content ends after " + at + " of " + size + " bytes");
    }
}
