package org.atomsmith.disk.iso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.atomsmith.disk.RawDisk;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.gpt.PartitionTable;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.atomsmith.disk.tree.RegularFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsoImageTest {
    private static final long TIME = 1_750_000_000L;
    private static final Attributes FILE = Attributes.root(0644, TIME);
    private static final UUID GUID = UUID.fromString("0f00ba12-0000-8000-8000-00000000abcd");

    @TempDir
    Path folder;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Directory tree() {
        FileTree tree = new FileTree(Attributes.root(0755, TIME))
                .file("/boot/bios.img", FILE, random(50_001))
                .file("/boot/efi.img", FILE, random(1 << 20))
                .file("/live/A name with blanks, lower case and gr\u00fc\u00dfe.text", FILE, "hello\n")
                .file("/live/empty", FILE, "")
                .file("/live/root.squashfs", FILE, random(300_000))
                .file("/zzz/after", FILE, "after");
        for (int i = 0; i < 100; i++) {
            tree.file("/many/a file with the long number " + i + ".configuration", FILE, "content " + i);
        }
        return tree.build();
    }

    private static IsoOptions options() {
        return new IsoOptions(
                "TEST_1",
                TIME,
                Optional.of(new IsoOptions.BiosBoot("/boot/bios.img", random(512))),
                Optional.of("/boot/efi.img"),
                Optional.of(new IsoOptions.HybridDisk(
                        GUID,
                        List.of(
                                new IsoOptions.FilePartition("/boot/efi.img", PartitionType.ESP.guid(), GUID, "esp"),
                                new IsoOptions.FilePartition(
                                        "/live/root.squashfs", PartitionType.LINUX.guid(), GUID, "live")))));
    }

    private Path write(IsoImage image) throws IOException {
        Path file = folder.resolve("test.iso");
        try (RawDisk disk = new RawDisk(file)) {
            image.writeTo(disk);
            disk.finish();
        }
        assertThat(Files.size(file)).isEqualTo(image.length());
        return file;
    }

    private void sameContents(Directory directory, Path at) throws IOException {
        try (var names = Files.list(at)) {
            assertThat(names.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(directory.entries().keySet());
        }
        for (var entry : directory.entries().entrySet()) {
            Path path = at.resolve(entry.getKey());
            if (entry.getValue() instanceof Directory d) {
                sameContents(d, path);
            } else if (entry.getValue() instanceof RegularFile f
                    && !entry.getKey().equals("bios.img")) {
                try (InputStream in = f.content().open()) {
                    assertThat(Files.readAllBytes(path)).as("%s", path).isEqualTo(in.readAllBytes());
                }
            }
        }
    }

    @Test
    void xorriso_extracts_the_same_files() throws IOException {
        Path iso = write(IsoImage.plan(tree(), "/live/root.squashfs", options()));
        Path out = folder.resolve("out");
        String said = Tool.ok(
                "xorriso", "-osirrox", "on", "-indev", iso.toString(), "-extract", "/", out.toString(), "-find", "/");
        assertThat(said).doesNotContain("WARNING", "FAILURE", "SORRY");
        sameContents(tree(), out);
        assertThat(Files.getLastModifiedTime(out.resolve("zzz/after")).toMillis())
                .isEqualTo(TIME * 1000);
    }

    @Test
    void xorriso_finds_what_bios_and_uefi_start() throws IOException {
        IsoImage image = IsoImage.plan(tree(), "/live/root.squashfs", options());
        Path iso = write(image);
        String report = Tool.ok("xorriso", "-indev", iso.toString(), "-report_el_torito", "plain");
        long bios = image.offset("/boot/bios.img") / 2048;
        long efi = image.offset("/boot/efi.img") / 2048;
        assertThat(report)
                .containsPattern("El Torito boot img :   1  BIOS  y   none  0x0000  0x00      4 +" + bios)
                .containsPattern("El Torito boot img :   2  UEFI  y   none  0x0000  0x00   2048 +" + efi)
                .containsPattern("El Torito img opts :   1  boot-info-table grub2-boot-info")
                .containsPattern("El Torito img path :   2  /boot/efi.img");
        String area = Tool.ok("xorriso", "-indev", iso.toString(), "-report_system_area", "plain");
        assertThat(area).contains("grub2-mbr", "protective-msdos-label", "GPT", "/live/root.squashfs");
        assertThat(Tool.ok("isoinfo", "-d", "-i", iso.toString())).contains("Volume id: TEST_1", "Rock Ridge");
    }

    @Test
    void is_a_disk_with_a_sound_partition_table() throws IOException {
        IsoImage image = IsoImage.plan(tree(), "/live/root.squashfs", options());
        Path iso = write(image);
        assertThat(Tool.ok("sgdisk", "-v", iso.toString())).contains("No problems found");
        PartitionTable table;
        try (InputStream in = Files.newInputStream(iso)) {
            table = PartitionTable.parse(in.readNBytes(PartitionTable.BYTES));
        }
        assertThat(table.first(PartitionType.ESP).orElseThrow().firstLba() * 512)
                .isEqualTo(image.offset("/boot/efi.img"));
        assertThat(table.first(PartitionType.LINUX).orElseThrow().firstLba() * 512)
                .isEqualTo(image.lastOffset());
    }

    @Test
    void the_boot_image_knows_where_it_lies() throws IOException {
        IsoImage image = IsoImage.plan(tree(), "/live/root.squashfs", options());
        byte[] iso = Files.readAllBytes(write(image));
        int at = (int) image.offset("/boot/bios.img");
        ByteBuffer boot = ByteBuffer.wrap(iso, at, 50_001).slice().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(boot.getInt(8)).isEqualTo(16);
        assertThat(boot.getInt(12)).isEqualTo(at / 2048);
        assertThat(boot.getInt(16)).isEqualTo(50_001);
        assertThat(boot.getLong(2548)).isEqualTo(at / 512 + 5);
        assertThat(ByteBuffer.wrap(iso).order(ByteOrder.LITTLE_ENDIAN).getLong(0x1b0))
                .isEqualTo(at / 512 + 4);
    }

    @Test
    void what_lies_last_can_be_written_first() throws IOException {
        IsoImage image = IsoImage.plan(tree(), "/live/root.squashfs", options());
        byte[] whole = Files.readAllBytes(write(image));
        Path file = folder.resolve("pieces");
        try (RawDisk disk = new RawDisk(file)) {
            image.front().writeTo(disk);
            assertThat(disk.position()).isEqualTo(image.lastOffset());
            disk.write(random(300_000));
            image.back().writeTo(disk);
            disk.finish();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    @Tag("slow")
    void a_file_beyond_4_GiB_has_several_extents() throws IOException {
        long size = (5L << 30) + 12_345;
        byte[] end = random(1000);
        Directory tree = new FileTree(Attributes.root(0755, TIME))
                .put("/large", new RegularFile(FILE, ContentSource.of("large", size, () -> {
                    throw new IOException("is written apart");
                })))
                .build();
        IsoImage image = IsoImage.plan(
                tree, "/large", new IsoOptions("LARGE", TIME, Optional.empty(), Optional.empty(), Optional.empty()));
        Path file = folder.resolve("large.iso");
        try (RawDisk disk = new RawDisk(file)) {
            image.front().writeTo(disk);
            disk.zeros(size - end.length);
            disk.write(end);
            image.back().writeTo(disk);
            disk.finish();
        }
        assertThat(Tool.ok("xorriso", "-indev", file.toString(), "-lsl", "/")).contains(String.valueOf(size));
        Path out = folder.resolve("out");
        Tool.ok("xorriso", "-osirrox", "on", "-indev", file.toString(), "-extract", "/large", out.toString());
        try (InputStream in = Files.newInputStream(out)) {
            in.skipNBytes(size - end.length);
            assertThat(Arrays.equals(in.readAllBytes(), end)).isTrue();
        }
    }

    @Test
    void says_which_name_is_too_long() {
        Directory tree = new FileTree(Attributes.root(0755, TIME))
                .file("/" + "n".repeat(200), FILE, "")
                .build();
        assertThatThrownBy(() -> IsoImage.plan(
                        tree,
                        "/" + "n".repeat(200),
                        new IsoOptions("A", TIME, Optional.empty(), Optional.empty(), Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nnn' is too long a name");
    }
}
