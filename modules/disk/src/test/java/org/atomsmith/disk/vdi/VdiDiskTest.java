package org.atomsmith.disk.vdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.SampleDisk;
import org.atomsmith.disk.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VdiDiskTest {
    private static final UUID ID = UUID.fromString("00112233-4455-8677-8899-aabbccddeeff");

    @TempDir
    Path folder;

    @Test
    void qemu_finds_no_fault_and_the_same_content() throws IOException {
        SampleDisk disk = SampleDisk.withHole(300L << 20);
        Path vdi = disk.identicalToRaw(folder, VdiDisk.dynamic(ID), "vdi");
        assertThat(Tool.ok("qemu-img", "check", "-f", "vdi", vdi + "")).contains("No errors were found");
        assertThat(Tool.ok("qemu-img", "info", "-f", "vdi", vdi + ""))
                .contains("(" + disk.length() + " bytes)")
                .contains("cluster_size: 1048576");
        assertThat(Files.size(vdi)).isLessThan(24 << 20);
    }

    @Test
    void an_empty_disk_is_nothing_but_a_header_and_a_map() throws IOException {
        Path vdi = folder.resolve("disk.vdi");
        long size = 4L << 40;
        try (DiskFile disk = VdiDisk.dynamic(ID).create(vdi, size)) {
            disk.zeros(size);
            disk.finish();
        }
        assertThat(Files.size(vdi)).isEqualTo(17 << 20);
        assertThat(Tool.ok("qemu-img", "check", "-f", "vdi", vdi + "")).contains("No errors were found");
    }
}
