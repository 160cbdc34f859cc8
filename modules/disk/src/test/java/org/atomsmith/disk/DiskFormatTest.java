package org.atomsmith.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.atomsmith.disk.vdi.VdiDisk;
import org.atomsmith.disk.vhd.DynamicVhd;
import org.atomsmith.disk.vhd.FixedVhd;
import org.atomsmith.disk.vhdx.VhdxDisk;
import org.atomsmith.disk.vmdk.VmdkDisk;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the disk files of every hypervisor; the judge is 7-Zip, whose readers are not QEMU's. */
class DiskFormatTest {
    private static final UUID ID = new UUID(1, 2);

    @TempDir
    Path folder;

    static Stream<Arguments> formats() {
        return Stream.of(
                arguments("VMDK", VmdkDisk.STREAM_OPTIMIZED),
                arguments("VHD", FixedVhd.format(ID, 0)),
                arguments("VHD", DynamicVhd.format(ID, 0)),
                arguments("VHDX", VhdxDisk.dynamic(ID)),
                arguments("VDI", VdiDisk.dynamic(ID)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void seven_zip_unpacks_the_same_disk(String type, DiskFormat format) throws IOException {
        Path raw = folder.resolve("disk.raw");
        Path file = folder.resolve("disk.image");
        SampleDisk disk = SampleDisk.small();
        disk.write(new DiskWriter.Output(raw, DiskFormat.RAW), new DiskWriter.Output(file, format));

        Tool.ok("7zz", "x", "-t" + type, "-o" + folder.resolve("out"), file.toString());
        Path unpacked = folder.resolve("out/disk.img");
        long mismatch = Files.mismatch(raw, unpacked);
        // A fixed VHD is padded; nothing else may be behind the disk's end.
        assertThat(mismatch).isIn(-1L, disk.length());
        assertThat(Files.size(unpacked)).isLessThan(disk.length() + (1 << 20));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void neither_the_name_nor_how_the_disk_is_cut_into_writes_shows(String type, DiskFormat format) throws IOException {
        SampleDisk disk = SampleDisk.small();
        Path one = folder.resolve("one");
        Path other = folder.resolve("elsewhere/other");
        disk.write(new DiskWriter.Output(one, format));
        byte[] content = new byte[Math.toIntExact(disk.length())];
        Path raw = folder.resolve("disk.raw");
        disk.write(new DiskWriter.Output(raw, DiskFormat.RAW));
        try (var in = Files.newInputStream(raw);
                DiskFile file = format.create(other, disk.length())) {
            assertThat(in.readNBytes(content, 0, content.length)).isEqualTo(content.length);
            file.write(content);
            file.finish();
        }
        assertThat(Files.mismatch(one, other)).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void leaves_nothing_behind_when_it_is_not_finished(String type, DiskFormat format) throws IOException {
        Path path = folder.resolve("disk.image");
        try (DiskFile disk = format.create(path, 10 << 20)) {
            disk.write(new byte[] {1, 2, 3});
            assertThatThrownBy(() -> format.create(path, 10 << 20))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another run is writing it");
        }
        assertThat(folder).isEmptyDirectory();
    }
}
