package org.atomsmith.disk.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.SampleDisk;
import org.atomsmith.disk.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VhdTest {
    private static final UUID ID = UUID.fromString("00112233-4455-8677-8899-aabbccddeeff");
    private static final long JUNE_2025 = 1_750_000_000;
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void a_fixed_disk_is_padded_to_what_azure_takes() throws IOException {
        SampleDisk disk = SampleDisk.withHole(200 * MIB);
        long padded = Math.ceilDiv(disk.length(), MIB) * MIB;
        assertThat(padded).isGreaterThan(disk.length());

        Path vhd = disk.identicalToRaw(folder, FixedVhd.format(ID, JUNE_2025), "vpc");
        assertThat(Files.size(vhd)).isEqualTo(padded + 512);
        assertThat(Tool.ok("qemu-img", "info", "-f", "vpc", vhd + "")).contains("(" + padded + " bytes)");
        assertThat(Tool.ok("vhdiinfo", vhd + ""))
                .containsPattern("Disk type\\s*: Fixed")
                .contains("(" + padded + " bytes)")
                .contains(ID.toString());
    }

    @Test
    void a_dynamic_disk_has_the_same_content() throws IOException {
        SampleDisk disk = SampleDisk.withHole(500 * MIB);
        Path vhd = disk.identicalToRaw(folder, DynamicVhd.format(ID, JUNE_2025), "vpc");
        assertThat(Files.size(vhd)).isLessThan(30 * MIB);
        assertThat(Tool.ok("qemu-img", "info", "-f", "vpc", vhd + "")).contains("(" + disk.length() + " bytes)");
        assertThat(Tool.ok("vhdiinfo", vhd + ""))
                .containsPattern("Disk type\\s*: Dynamic")
                .contains("(" + disk.length() + " bytes)")
                .contains(ID.toString());
    }

    @Test
    void refuses_what_no_vhd_can_hold() {
        Path vhd = folder.resolve("disk.vhd");
        for (DiskFormat format : new DiskFormat[] {FixedVhd.format(ID, 0), DynamicVhd.format(ID, 0)}) {
            assertThatThrownBy(() -> {
                        try (DiskFile disk = format.create(vhd, 4L << 40)) {
                            disk.finish();
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("2040 GiB");
        }
        assertThat(folder).isEmptyDirectory();
    }
}
