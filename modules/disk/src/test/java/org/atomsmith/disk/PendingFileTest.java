package org.atomsmith.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingFileTest {
    @TempDir
    Path folder;

    @Test
    void what_a_killed_run_left_is_taken_over() throws IOException {
        Path path = folder.resolve("new/disk.raw");
        Files.createDirectory(path.getParent());
        Files.writeString(path.resolveSibling(".disk.raw.part"), "half of something larger");
        try (PendingFile file = PendingFile.create(path)) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2}), 0);
            assertThat(path).doesNotExist();
            file.publish();
        }
        assertThat(path).hasBinaryContent(new byte[] {1, 2});
        assertThat(path.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void the_older_file_stays_until_the_new_one_is_complete() throws IOException {
        Path path = Files.writeString(folder.resolve("disk.raw"), "old");
        try (PendingFile file = PendingFile.create(path)) {
            file.extendTo(10);
            assertThat(path).hasContent("old");
        }
        assertThat(path).hasContent("old");
        try (PendingFile file = PendingFile.create(path)) {
            file.extendTo(10);
            file.publish();
        }
        assertThat(path).hasBinaryContent(new byte[10]);
    }
}
