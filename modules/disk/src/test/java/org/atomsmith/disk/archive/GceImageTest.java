package org.atomsmith.disk.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.disk.DiskSample;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.parallel.BlockMemory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GceImageTest {
    @TempDir
    Path folder;

    @Test
    @Tag("slow")
    void gnu_tar_finds_a_disk_of_whole_gibibytes() throws IOException {
        Path raw = folder.resolve("sample.raw");
        Path image = folder.resolve("image.tar.gz");
        DiskSample.write(raw, image, GceImage.at(1_750_000_000));
        assertThat(Tool.ok("tar", "--utc", "-tvzf", image.toString()))
                .isEqualToIgnoringNewLines("-rw-r--r-- root/root 1073741824 2025-06-15 15:06 disk.raw");
        Tool.ok("tar", "-C", folder.toString(), "-xzf", image.toString());
        DiskSample.assertSame(raw, "raw", folder.resolve("disk.raw"));
    }

    @Test
    void a_disk_that_is_not_as_long_as_announced_is_a_mistake() throws IOException {
        try (GceImage image = new GceImage(folder.resolve("image.tar.gz"), 512, 0, BlockMemory.none())) {
            assertThatThrownBy(image::finish).isInstanceOf(IllegalStateException.class);
        }
        assertThat(folder).isEmptyDirectory();
    }
}
