package org.atomsmith.disk.tree;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Reads the content of one file and holds it to the size that was announced. */
public final class ContentReader implements Closeable {
    private final String path;
    private final long size;
    private final InputStream in;
    private long left;

    /**
     * Opens a content.
     *
     * @param path the file, for messages
     * @throws IOException when it is not there
     */
    public ContentReader(ContentSource content, String path) throws IOException {
        this.path = path;
        this.size = content.size();
        this.left = size;
        try {
            this.in = content.open();
        } catch (IOException e) {
            throw new IOException(path + ": its content cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads some bytes.
     *
     * @param most how many at most, 1 or more
     * @return how many, 1 or more; 0 when all were read, and there were as many as announced
     * @throws IOException when they cannot be read, or are fewer or more than announced
     */
    public int read(byte[] into, int offset, int most) throws IOException {
        if (left == 0) {
            if (in.read() >= 0) {
                throw new IOException(path + ": its content is longer than the " + size
                        + " bytes that it had; it changed while the image was written");
            }
            return 0;
        }
        int n = in.read(into, offset, (int) Math.min(most, left));
        if (n <= 0) {
            throw new IOException(path + ": its content ended after " + (size - left) + " of " + size
                    + " bytes; it changed while the image was written");
        }
        left -= n;
        return n;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
