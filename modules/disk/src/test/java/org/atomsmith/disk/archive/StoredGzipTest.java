package org.atomsmith.disk.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.Tool;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredGzipTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 64 * 65_535, 10_000_000})
    void gzip_reads_what_was_written_from_back_to_front(int length) throws IOException {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        int half = length / 2;
        try (PendingFile file = PendingFile.create(folder.resolve("content.gz"))) {
            StoredGzip gzip = new StoredGzip(file);
            gzip.write(ByteBuffer.wrap(content, half, length - half), half);
            gzip.write(ByteBuffer.wrap(content, 0, half), 0);
            gzip.finish(length);
            file.publish();
        }
        Tool.ok("gzip", "-d", folder.resolve("content.gz").toString());
        assertThat(folder.resolve("content")).hasBinaryContent(content);
    }
}
