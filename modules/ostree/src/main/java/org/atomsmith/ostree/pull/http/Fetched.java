package org.atomsmith.ostree.pull.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;

/**
 * A file that was fetched.
 *
 * @param uri where it came from
 * @param unchanged true when the server says that the version which the caller has is the newest: there is no content
 * @param validators what the server says of its version
 * @param body its content
 */
public record Fetched(URI uri, boolean unchanged, Validators validators, Body body) implements Closeable {
    @Override
    public void close() throws IOException {
        body.close();
    }
}
