package org.atomsmith.disk.tree;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the content of a regular file comes from. The size is known beforehand, because a file system is planned before
 * it is written.
 */
public sealed interface ContentSource {

    /** How many bytes there are. */
    long size();

    /**
     * Opens the content for reading from its beginning; may be called several times and from any thread.
     *
     * @throws IOException when it is not there
     */
    InputStream open() throws IOException;

    /** Content in memory. */
    record Inline(byte[] bytes) implements ContentSource {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /** The content of a file of this machine. */
    record OnDisk(Path path, long size) implements ContentSource {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /**
     * Content that something else can produce, such as an object of a repository.
     *
     * @param name what to call it in messages
     */
    record Streamed(String name, long size, Opener opener) implements ContentSource {
        @Override
        public InputStream open() throws IOException {
            return opener.open();
        }
    }

    /** Opens a stream. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens the content at its beginning.
         *
         * @throws IOException when that is not possible
         */
        InputStream open() throws IOException;
    }

    /** Content in memory; the array is not copied and not to be changed. */
    static ContentSource of(byte[] bytes) {
        return new Inline(bytes);
    }

    /**
     * The content of a file as long as it is now.
     *
     * @throws IOException when the file is not there
     */
    static ContentSource of(Path path) throws IOException {
        return new OnDisk(path, Files.size(path));
    }

    /** Content from anywhere. */
    static ContentSource of(String name, long size, Opener opener) {
        return new Streamed(name, size, opener);
    }
}
