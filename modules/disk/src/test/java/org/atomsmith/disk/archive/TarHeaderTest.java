package org.atomsmith.disk.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.disk.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TarHeaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void tar_reads_sizes_beyond_8_gibibytes(TarHeader.Dialect dialect) throws IOException {
        Path tar = folder.resolve("large.tar");
        Files.write(tar, TarHeader.of(dialect, "large", 3L << 40, 0).array());
        assertThat(Tool.run("tar", "-tvf", tar.toString()).output()).contains(" 3298534883328 ");
    }

    @Test
    void names_have_to_fit() {
        String name = "n".repeat(100);
        assertThatThrownBy(() -> TarHeader.of(TarHeader.Dialect.USTAR, name, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 99 bytes");
    }
}
