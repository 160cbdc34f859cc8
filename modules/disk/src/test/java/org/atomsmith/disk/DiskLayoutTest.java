package org.atomsmith.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.atomsmith.disk.ext4.Ext4FileSystem;
import org.atomsmith.disk.ext4.Ext4Options;
import org.atomsmith.disk.fat.FatFileSystem;
import org.atomsmith.disk.fat.FatOptions;
import org.atomsmith.disk.fat.FatType;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.disk.qcow2.Qcow2Disk;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskLayoutTest {
    private static final long MIB = 1L << 20;
    private static final long TIME = 1_750_000_000L;

    @TempDir
    Path folder;

    private static UUID id(int i) {
        return new UUID(0x1111_2222_3333_4444L, 0x8000_0000_0000_0000L + i);
    }

    private static Directory files() {
        return new FileTree(Attributes.root(0755, TIME))
                .file("/boot/grub/grub.cfg", Attributes.root(0644, TIME), "set timeout=0\n")
                .build();
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static DiskLayout disk() {
        return DiskLayout.of(id(0))
                .biosBoot(id(1), filled(512, 0x11), filled(70_000, 0x22))
                .partition(
                        PartitionType.ESP.guid(),
                        id(2),
                        "esp",
                        0,
                        FatFileSystem.plan(files(), new FatOptions(FatType.FAT32, "esp", 7, 40 * MIB, TIME, 4096)))
                .partition(
                        PartitionType.ROOT_X86_64.guid(),
                        id(3),
                        "root",
                        Partition.GROW_FILE_SYSTEM,
                        Ext4FileSystem.plan(files(), Ext4Options.of("root", id(4), id(5), 64 * MIB + 4096, TIME)))
                .build();
    }

    @Test
    void a_partition_behind_all_others_can_have_a_number_in_front_of_them() throws IOException {
        DiskLayout disk = DiskLayout.of(id(0))
                .partition(PartitionType.ESP.guid(), id(1), "first", 0, Part.of(new byte[] {1}))
                .partition(PartitionType.VAR.guid(), id(2), "var", 0, Part.of(new byte[] {2}))
                .numbered(2, PartitionType.ROOT_X86_64.guid(), id(3), "root", 0, Part.of(new byte[] {3}))
                .build();
        Path image = folder.resolve("numbers.raw");
        DiskWriter.write(disk, List.of(new DiskWriter.Output(image, DiskFormat.RAW)), false, n -> {});
        assertThat(disk.gpt().partitions()).extracting(Partition::name).containsExactly("first", "root", "var");
        assertThat(disk.regions()).extracting(DiskLayout.Region::name).containsExactly("first", "var", "root");
        byte[] bytes = Files.readAllBytes(image);
        assertThat(new byte[] {bytes[(int) MIB], bytes[2 * (int) MIB], bytes[3 * (int) MIB]})
                .containsExactly(1, 2, 3);
        assertThat(Tool.ok("sgdisk", "-v", image.toString())).contains("No problems found");
    }

    @Test
    void sgdisk_and_sfdisk_accept_the_table() throws IOException {
        Path image = folder.resolve("disk.raw");
        AtomicLong written = new AtomicLong();
        DiskWriter.WrittenDisk disk = DiskWriter.write(
                disk(), List.of(new DiskWriter.Output(image, DiskFormat.RAW)), false, written::addAndGet);
        assertThat(disk.size())
                .isEqualTo(108 * MIB)
                .isEqualTo(Files.size(image))
                .isEqualTo(written.get());
        assertThat(Tool.ok("sgdisk", "-v", image.toString())).contains("No problems found");
        assertThat(Tool.ok("sfdisk", "-J", image.toString()))
                .contains("\"id\": \"" + id(0).toString().toUpperCase(Locale.ROOT) + "\"")
                .contains("\"uuid\": \"" + id(3).toString().toUpperCase(Locale.ROOT) + "\"")
                .contains("\"type\": \"4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709\"")
                .contains("\"start\": 2048")
                .contains("\"start\": 4096")
                .contains("\"start\": 86016")
                .contains("\"attrs\": \"GUID:59\"")
                .contains("\"name\": \"root\"");
        assertThat(Tool.ok("sha256sum", image.toString()))
                .startsWith(disk.sha256().orElseThrow())
                .startsWith(disk.files().getFirst().sha256());
    }

    @Test
    void file_systems_are_where_the_table_says() throws IOException {
        Path image = folder.resolve("disk.raw");
        DiskWriter.write(disk(), List.of(new DiskWriter.Output(image, DiskFormat.RAW)), false, n -> {});
        Path root = folder.resolve("root.img");
        Tool.ok("dd", "if=" + image, "of=" + root, "bs=1M", "skip=42", "count=65");
        Tool.ok("e2fsck", "-fn", root.toString());
        assertThat(Tool.ok("mdir", "-i", image + "@@2M", "::/boot/grub")).contains("grub.cfg");
    }

    @Test
    void boot_code_is_patched_for_its_place() throws IOException {
        Path image = folder.resolve("disk.raw");
        DiskWriter.write(disk(), List.of(new DiskWriter.Output(image, DiskFormat.RAW)), false, n -> {});
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.get(0)).isEqualTo((byte) 0x11);
        assertThat(bytes.getLong(0x5c)).isEqualTo(2048);
        assertThat(bytes.getShort(0x66)).isEqualTo((short) 0x9090);
        assertThat(bytes.get(0x1b7)).isEqualTo((byte) 0x11);
        assertThat(bytes.getInt(0x1b8)).isZero();
        assertThat(bytes.getShort(0x1fe)).isEqualTo((short) 0xaa55);
        int core = (int) MIB;
        assertThat(bytes.get(core)).isEqualTo((byte) 0x22);
        assertThat(bytes.getLong(core + 0x1f4)).isEqualTo(2049);
        assertThat(bytes.getShort(core + 0x1fc)).isEqualTo((short) (Math.ceilDiv(70_000, 512) - 1));
        assertThat(bytes.getShort(core + 0x1fe)).isEqualTo((short) 0x820);
        assertThat(bytes.get(core + 69_999)).isEqualTo((byte) 0x22);
        assertThat(bytes.get(core + 70_000)).isZero();
    }

    @Test
    void several_formats_come_from_one_pass() throws IOException {
        Path raw = folder.resolve("disk.raw");
        Path zlib = folder.resolve("zlib.qcow2");
        Path zstd = folder.resolve("zstd.qcow2");
        DiskWriter.WrittenDisk disk = DiskWriter.write(
                disk(),
                List.of(
                        new DiskWriter.Output(raw, DiskFormat.RAW),
                        new DiskWriter.Output(zlib, Qcow2Disk.QCOW2_ZLIB),
                        new DiskWriter.Output(zstd, Qcow2Disk.QCOW2_ZSTD)),
                true,
                n -> {});
        for (WrittenFile file : disk.files()) {
            assertThat(Tool.ok("sha256sum", file.path().toString())).startsWith(file.sha256());
            assertThat(Files.size(file.path())).isEqualTo(file.size());
        }
        assertThat(disk.files()).extracting(WrittenFile::format).containsExactly("raw", "qcow2", "qcow2");
        Tool.ok("qemu-img", "compare", raw.toString(), zlib.toString());
        Tool.ok("qemu-img", "compare", raw.toString(), zstd.toString());
    }

    @Test
    void a_failing_part_leaves_no_file() {
        Part broken = new Part() {
            @Override
            public long length() {
                return 10 * MIB;
            }

            @Override
            public void writeTo(ImageSink sink) throws IOException {
                sink.write(new byte[1000]);
                throw new IOException("a source is gone");
            }
        };
        DiskLayout layout = DiskLayout.of(id(0))
                .partition(PartitionType.LINUX.guid(), id(1), "data", 0, broken)
                .build();
        assertThatThrownBy(() -> DiskWriter.write(
                        layout,
                        List.of(
                                new DiskWriter.Output(folder.resolve("a.raw"), DiskFormat.RAW),
                                new DiskWriter.Output(folder.resolve("a.qcow2"), Qcow2Disk.QCOW2_ZSTD)),
                        false,
                        n -> {}))
                .hasMessage("a source is gone");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tells_what_lies_where_before_anything_is_written() {
        assertThat(disk().regions())
                .extracting(r -> r.name() + " " + (r.offset() >> 20) + "+" + (r.length() >> 20))
                .containsExactly("bios 1+1", "esp 2+40", "root 42+65");
        assertThat(disk().regions().getLast().content()).startsWith("ext4 'root', 14 of ");
        assertThat(disk().regions().get(1).content()).isEqualTo("FAT32 'esp', 39 MiB free");
    }

    @Test
    void a_full_disk_is_an_error_that_names_the_file() throws IOException {
        Path small = Files.createDirectory(folder.resolve("small"));
        Tool.Result mounted = Tool.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString());
        Assumptions.assumeTrue(mounted.exit() == 0, "no mounts here: " + mounted.output());
        Part noise = Part.of(filled((int) (4 * MIB), 1));
        try {
            assertThatThrownBy(() -> DiskWriter.write(
                            noise,
                            List.of(new DiskWriter.Output(small.resolve("a.raw"), DiskFormat.RAW)),
                            false,
                            n -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("small/a.raw at byte ")
                    .hasMessageContaining("No space left on device");
            assertThat(small).isEmptyDirectory();
        } finally {
            Tool.ok("umount", small.toString());
        }
    }

    @Test
    void tells_how_much_room_is_left() {
        assertThat(DiskLayout.room(4096 * MIB, MIB, 40 * MIB)).isEqualTo((4096 - 1 - 41 - 1) * MIB);
        assertThat(DiskLayout.room(10 * MIB, 20 * MIB)).isZero();
        long room = DiskLayout.room(100 * MIB, MIB);
        DiskLayout.Builder builder = DiskLayout.of(id(0))
                .partition(PartitionType.LINUX.guid(), id(1), "a", 0, Part.zeros(MIB))
                .partition(PartitionType.LINUX.guid(), id(2), "b", 0, Part.zeros(room));
        assertThat(builder.build(100 * MIB).length()).isEqualTo(100 * MIB);
        assertThatThrownBy(() -> builder.build(99 * MIB)).hasMessageContaining("usable");
    }
}
