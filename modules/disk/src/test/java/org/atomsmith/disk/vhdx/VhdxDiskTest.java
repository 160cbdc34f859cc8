package org.atomsmith.disk.vhdx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.SampleDisk;
import org.atomsmith.disk.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VhdxDiskTest {
    private static final UUID ID = UUID.fromString("00112233-4455-8677-8899-aabbccddeeff");

    @TempDir
    Path folder;

    @Test
    void qemu_and_libvhdi_find_no_fault_and_the_same_content() throws IOException {
        SampleDisk disk = SampleDisk.small();
        Path vhdx = disk.identicalToRaw(folder, VhdxDisk.dynamic(ID), "vhdx");
        assertThat(Tool.ok("qemu-img", "check", "-f", "vhdx", vhdx + "")).contains("No errors were found");
        assertThat(Tool.ok("vhdiinfo", vhdx + ""))
                .containsPattern("Disk type\\s*: Dynamic")
                .contains("(" + disk.length() + " bytes)")
                .contains(ID.toString());
    }

    @Test
    @Tag("slow")
    void the_table_keeps_its_order_behind_a_bitmap_entry() throws IOException {
        // A hole of the 4 GiB behind which the table has an entry of another kind.
        Path vhdx = SampleDisk.withHole(4L << 30).identicalToRaw(folder, VhdxDisk.dynamic(ID), "vhdx");
        assertThat(Tool.ok("qemu-img", "check", "-f", "vhdx", vhdx + "")).contains("No errors were found");
        assertThat(Files.size(vhdx)).isLessThan(24 << 20);
    }

    @Test
    void an_empty_disk_is_nothing_but_heads_and_a_table() throws IOException {
        Path vhdx = folder.resolve("disk.vhdx");
        long size = 1L << 40;
        try (DiskFile disk = VhdxDisk.dynamic(ID).create(vhdx, size)) {
            disk.zeros(size);
            disk.finish();
        }
        assertThat(Files.size(vhdx)).isEqualTo(12 << 20);
        assertThat(Tool.ok("qemu-img", "check", "-f", "vhdx", vhdx + "")).contains("No errors were found");
    }
}
