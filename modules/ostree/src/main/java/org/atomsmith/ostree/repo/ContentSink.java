package org.atomsmith.ostree.repo;

import java.io.Closeable;
import java.io.IOException;

/** Where one regular file's bytes go. Not finished before it is closed, the file is left incomplete: remove it. */
interface ContentSink extends Closeable {

    /** Takes everything and keeps nothing. */
    ContentSink NOWHERE = new ContentSink() {
        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public void finish() {}

        @Override
        public void close() {}
    };

    /** Takes the next bytes of the file. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Completes the object's file: all bytes are there, and then its metadata. */
    void finish() throws IOException;
}
