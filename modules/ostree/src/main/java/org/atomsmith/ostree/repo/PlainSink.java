package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.linux.NewFile;

/** A file whose bytes are the content's, and which gets its metadata when they are all there. */
final class PlainSink implements ContentSink {
    private static final int PERMISSIONS = 0644;
    /** Bytes from which a file is worth being written to disk while the next is made. */
    private static final long LARGE = 1 << 18;

    private final NewFile file;
    private final Metadata metadata;
    private long size;

    /** Sets what a file has besides bytes. */
    @FunctionalInterface
    interface Metadata {
        void apply(NewFile file) throws IOException;
    }

    PlainSink(Path path, Metadata metadata) throws IOException {
        this.file = NewFile.create(path, PERMISSIONS);
        this.metadata = metadata;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
        size += length;
    }

    @Override
    public void finish() throws IOException {
        metadata.apply(file);
        if (size >= LARGE) {
            file.beginWriteback();
        }
        file.close();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
