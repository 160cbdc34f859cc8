package org.atomsmith.ostree.pull.http;

import java.io.IOException;

/** What fuzz targets need of this package. */
public final class HttpFuzzing {
    private HttpFuzzing() {}

    /** Reads a metalink. */
    public static void metalink(byte[] bytes) throws IOException {
        Metalink.parse(bytes, "summary");
    }
}
