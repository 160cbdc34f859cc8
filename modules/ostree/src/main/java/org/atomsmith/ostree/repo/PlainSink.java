package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A file whose bytes are the content's, and which gets its metadata when they are all there. */
final class PlainSink implements ContentSink {
    private final OutputStream out;
    private final Metadata metadata;

    /** Sets what a file has besides bytes. */
    @FunctionalInterface
    interface Metadata {
        void apply() throws IOException;
    }

    PlainSink(Path path, Metadata metadata) throws IOException {
        this.out = new ObjectOutput(path);
        this.metadata = metadata;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void finish() throws IOException {
        out.close();
        metadata.apply();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
