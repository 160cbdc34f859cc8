package org.atomsmith.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A small disk with text, noise and holes, for the tests of what holds a disk. */
public final class DiskSample {
    /** Its size in bytes. */
    public static final long SIZE = 40L << 20;

    private DiskSample() {}

    /** Writes it raw and in a format, in one pass. */
    public static void write(Path raw, Path path, DiskFormat format) throws IOException {
        try (Tee tee = new Tee(List.of(new RawDisk(raw), format.create(path, SIZE)))) {
            Random random = new Random(1);
            byte[] text = "All work and no play makes a dull boy. ".repeat(4000).getBytes(StandardCharsets.UTF_8);
            byte[] noise = new byte[300_000];
            for (int i = 0; i < 10; i++) {
                random.nextBytes(noise);
                tee.write(noise);
                tee.write(text);
                tee.zeros(random.nextInt(3 << 20));
            }
            tee.zerosUntil(SIZE);
            tee.finish();
        }
    }

    /** Checks that an image has the content of the raw disk, by qemu-img. */
    public static void assertSame(Path raw, String format, Path image) {
        assertThat(Tool.ok("qemu-img", "compare", "-f", "raw", "-F", format, raw.toString(), image.toString()))
                .contains("Images are identical");
    }
}
