package org.atomsmith.ostree.repo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What fuzz targets need of this package. */
public final class RepositoryFuzzing {
    private RepositoryFuzzing() {}

    /** Reads a {@code .filez} whole. */
    public static void archivedFile(byte[] bytes) throws IOException {
        try (ContentObject object =
                ArchivedFile.open(new ByteArrayInputStream(bytes), bytes.length, new DecoderPool(), "fuzz")) {
            long size = object.stream().transferTo(OutputStream.nullOutputStream());
            if (size != object.info().size()) {
                throw new IllegalStateException("a file of " + object.info().size() + " bytes gave " + size);
            }
        }
    }
}
