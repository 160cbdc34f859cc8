package org.atomsmith.rpm.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.atomsmith.rpm.PayloadSink;

/** What fuzz targets reach of this package's inside. */
public final class PackageFuzzing {
    private PackageFuzzing() {}

    /** Reads a package's payload without looking at the digests of header and payload. */
    public static void readPayload(byte[] bytes, PayloadSink sink) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        RpmFile rpm = RpmFile.read(in, "fuzz");
        FileTable table = FileTable.of(rpm);
        try (InputStream archive = RpmFormat.archive(in, rpm, table)) {
            new PayloadReader("fuzz", table, archive, sink).read();
        }
    }
}
