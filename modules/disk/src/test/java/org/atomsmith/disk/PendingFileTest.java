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

    @Test
    void zeros_stay_holes_and_the_bytes_stay_the_same() throws IOException {
        byte[] content = new byte[1_000_000];
        for (int at : new int[] {0, 16_383, 16_384, 300_000, 999_999}) {
            content[at] = 1;
        }
        Path path = folder.resolve("disk.raw");
        try (PendingFile file = PendingFile.create(path)) {
            file.writeSparsely(ByteBuffer.wrap(content, 0, 123_457), 0);
            file.writeSparsely(ByteBuffer.wrap(content, 123_457, content.length - 123_457), 123_457);
            file.publish();
        }
        assertThat(path).hasBinaryContent(content);
        assertThat(Long.parseLong(Tool.ok("stat", "-c", "%b", path + "").trim()) * 512)
                .isLessThan(200_000);
    }
}
