package org.atomsmith.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.atomsmith.disk.vdi.VdiDisk;
import org.atomsmith.disk.vhd.DynamicVhd;
import org.atomsmith.disk.vhd.FixedVhd;
import org.atomsmith.disk.vhdx.VhdxDisk;
import org.atomsmith.disk.vmdk.VmdkDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large disk that is nearly empty, in several formats at once and in a small heap. */
class HugeDiskTest {
    private static final long GIB = 1L << 30;
    private static final long SIZE = 100 * GIB;
    private static final byte[] TEXT =
            "All work and no play makes a dull boy. ".repeat(2000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    /** The writer, in a process of its own. */
    static final class Writer {
        private Writer() {}

        /** Writes a bit of text into each GiB. */
        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            UUID id = new UUID(1, 2);
            List<DiskWriter.Output> outputs = List.of(
                    new DiskWriter.Output(folder.resolve("disk.vmdk"), VmdkDisk.STREAM_OPTIMIZED),
                    new DiskWriter.Output(folder.resolve("disk.vdi"), VdiDisk.dynamic(id)),
                    new DiskWriter.Output(folder.resolve("disk.vhdx"), VhdxDisk.dynamic(id)),
                    new DiskWriter.Output(folder.resolve("disk.vpc"), DynamicVhd.format(id, 0)));
            DiskWriter.write(new Sparse(), outputs, false, _ -> {});
            try (DiskFile fixed = FixedVhd.format(id, 0).create(folder.resolve("fixed.vhd"), SIZE)) {
                new Sparse().writeTo(fixed);
                fixed.finish();
            }
        }
    }

    private record Sparse() implements Part {
        @Override
        public long length() {
            return SIZE;
        }

        @Override
        public void writeTo(ImageSink sink) throws IOException {
            for (long at = 0; at < SIZE; at += GIB) {
                sink.zerosUntil(at + GIB / 2 + 12_345);
                sink.write(TEXT);
            }
            sink.zerosUntil(SIZE);
        }
    }

    @Test
    void memory_stays_flat_and_every_format_stays_small() throws IOException {
        Tool.ok(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString());
        for (String format : List.of("vmdk", "vdi", "vhdx")) {
            assertThat(Tool.ok("qemu-img", "check", "-f", format, folder.resolve("disk." + format) + ""))
                    .contains("No errors were found");
        }
        assertThat(Tool.ok("qemu-img", "info", "-f", "vpc", folder.resolve("disk.vpc") + ""))
                .contains("(" + SIZE + " bytes)");
        assertThat(Files.size(folder.resolve("disk.vmdk"))).isLessThan(1 << 20);
        assertThat(Files.size(folder.resolve("disk.vdi"))).isLessThan(110 << 20);
        assertThat(Files.size(folder.resolve("disk.vhdx"))).isLessThan(110 << 20);
        assertThat(Files.size(folder.resolve("fixed.vhd"))).isEqualTo(SIZE + 512);
    }
}
