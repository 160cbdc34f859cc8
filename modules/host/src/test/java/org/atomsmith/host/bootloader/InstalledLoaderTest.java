package org.atomsmith.host.bootloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assumptions;
import org.atomsmith.disk.gpt.BiosBoot;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstalledLoaderTest {
    private static final int KERNEL_SECTOR = 0x5c;

    @TempDir
    private Path tmp;

    private Path file;
    private BootDisk disk;
    private long first;

    @BeforeEach
    void a_disk_that_another_tool_partitioned() throws IOException {
        Assumptions.assumeThat(Command.of("sh", "-c", "command -v sgdisk").run().succeeded())
                .as("sgdisk is not installed")
                .isTrue();
        file = tmp.resolve("disk.raw");
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(64 << 20);
        }
        Command.of("sgdisk", "-n1:2048:+1M", "-t1:ef02", "-n2:0:+32M", "-t2:ef00", "-n3:0:0", file.toString())
                .runOrThrow();
        disk = BootDisk.open(file);
        first = disk.partition(PartitionType.BIOS_BOOT).orElseThrow().firstLba();
    }

    @Test
    void reads_the_partitions_that_sgdisk_wrote() {
        assertThat(first).isEqualTo(2048);
        assertThat(disk.table().partitions()).hasSize(3);
        assertThat(disk.node(disk.table().partitions().get(1))).isEqualTo(tmp.resolve("disk.raw2"));
    }

    @Test
    void alternates_between_the_halves_and_leaves_the_partition_table_alone() throws IOException {
        byte[] boot = random(512, 1);
        byte[] one = random(200_000, 2);
        byte[] two = random(220_000, 3);
        assertThat(new BiosLoader(disk, boot, one).state().state()).isEqualTo(LoaderState.State.DIFFERENT);
        assertThat(new BiosLoader(disk, boot, one).update()).isTrue();
        assertThat(begin()).isEqualTo(first);
        assertThat(new BiosLoader(disk, boot, one).state().state()).isEqualTo(LoaderState.State.CURRENT);
        assertThat(new BiosLoader(disk, boot, one).update()).isFalse();
        assertThat(new BiosLoader(disk, boot, two).update()).isTrue();
        assertThat(begin()).isEqualTo(first + 1024);
        byte[] kept = new BiosBoot(boot, one, first).core();
        assertThat(disk.sectors(first, kept.length / 512)).as("the one before").isEqualTo(kept);
        assertThat(new BiosLoader(disk, boot, one).update()).isTrue();
        assertThat(begin()).isEqualTo(first);
        assertThat(Command.of("sgdisk", "-v", file.toString()).runOrThrow().output())
                .contains("No problems found");
    }

    @Test
    void refuses_an_image_that_does_not_fit_before_it_writes() throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> new BiosLoader(disk, random(512, 1), random(600_000, 2)).update())
                .isInstanceOf(HostException.class)
                .hasMessageContaining("does not fit");
        assertThat(Arrays.mismatch(before, Files.readAllBytes(file))).isEqualTo(-1);
    }

    @Test
    void refuses_a_damaged_partition_table() throws IOException {
        byte[] sector = disk.sectors(2, 1);
        sector[3] ^= 1;
        disk.write(2, sector);
        assertThatThrownBy(() -> BootDisk.open(file))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void keeps_the_uefi_program_that_worked() throws IOException {
        Path esp = Files.createDirectories(tmp.resolve("esp/EFI/BOOT"));
        Files.writeString(esp.resolve("BOOTX64.EFI"), "old");
        UefiLoader loader = new UefiLoader(tmp.resolve("esp"), "new".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(loader.state().state()).isEqualTo(LoaderState.State.DIFFERENT);
        assertThat(loader.update()).isTrue();
        assertThat(esp.resolve("BOOTX64.EFI")).hasContent("new");
        assertThat(esp.resolve("BOOTX64.OLD.EFI")).hasContent("old");
        assertThat(loader.update()).isFalse();
    }

    private long begin() throws IOException {
        return ByteBuffer.wrap(disk.sectors(0, 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(KERNEL_SECTOR);
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
