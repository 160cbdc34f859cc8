package org.atomsmith.ostree.repo;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * An open file object.
 *
 * @param info header and size
 * @param stream exactly {@code size} bytes when the object is sound; empty for a symbolic link
 */
public record ContentObject(ContentInfo info, InputStream stream) implements Closeable {

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
