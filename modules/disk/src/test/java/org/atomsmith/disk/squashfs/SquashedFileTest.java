package org.atomsmith.disk.squashfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.parallel.BlockMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SquashedFileTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        Random random = new Random(length);
        for (int i = 0; i < length; i++) {
            // Some of it compresses well, some not at all, some is zero.
            content[i] = (byte)
                    switch (i / 300_000 % 3) {
                        case 0 -> random.nextInt();
                        case 1 -> i / 1000;
                        default -> 0;
                    };
        }
        return content;
    }

    private Path write(byte[] content, long begin, int threads, int step) throws IOException {
        Path image = folder.resolve("image-" + threads + "-" + step);
        try (PendingFile file = PendingFile.create(image);
                SquashedFile squashed =
                        new SquashedFile(file, begin, "disk.raw", 1_750_000_000, threads, BlockMemory.none())) {
            for (int at = 0; at < content.length; at += step) {
                int n = Math.min(step, content.length - at);
                byte[] piece = Arrays.copyOfRange(content, at, at + n);
                if (Arrays.equals(piece, new byte[n])) {
                    squashed.zeros(n);
                } else {
                    squashed.write(ByteBuffer.wrap(piece));
                }
            }
            squashed.finish();
            assertThat(squashed.position()).isEqualTo(content.length);
            file.publish();
            assertThat(Files.size(image)).isEqualTo(begin + squashed.length());
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 262_144, 262_145, 6_000_000})
    void unsquashfs_finds_the_same_file(int length) throws IOException {
        byte[] content = content(length);
        Path image = write(content, 0, 2, 70_000);
        Path out = folder.resolve("out");
        Tool.ok("unsquashfs", "-no-xattrs", "-d", out.toString(), image.toString());
        assertThat(Files.readAllBytes(out.resolve("disk.raw"))).isEqualTo(content);
        assertThat(Tool.ok("unsquashfs", "-lln", image.toString())).contains("-r--r--r-- 0/0");
    }

    @Test
    void the_bytes_depend_neither_on_threads_nor_on_how_they_come() throws IOException {
        byte[] content = content(3 * MIB + 17);
        assertThat(write(content, 0, 1, 1000)).hasSameBinaryContentAs(write(content, 0, 4, MIB));
    }

    @Test
    void lies_anywhere_in_a_file() throws IOException {
        byte[] content = content(2 * MIB);
        Path image = write(content, 8192, 2, MIB);
        Path out = folder.resolve("out");
        Tool.ok("unsquashfs", "-no-xattrs", "-o", "8192", "-d", out.toString(), image.toString());
        assertThat(Files.readAllBytes(out.resolve("disk.raw"))).isEqualTo(content);
    }
}
