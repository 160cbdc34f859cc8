package org.atomsmith.image.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskLayout;
import org.atomsmith.disk.Part;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.disk.parallel.BlockMemory;
import org.atomsmith.disk.tree.ContentSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a medium holds, by the tools that know its formats; that it starts is tested by machines. */
class LiveMediaTest {
    private static final long TIME = 1_750_000_000L;
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static UUID guid(int number) {
        return new UUID(0x8000L | number, 0x8000000000000000L | number);
    }

    private static LiveSystem system() {
        return new LiveSystem(
                "Example \"OS\" $1",
                "EXAMPLE_1",
                TIME,
                "11112222-3333",
                guid(1),
                guid(2),
                guid(3),
                7,
                ContentSource.of(random(100_000)),
                ContentSource.of(random(200_001)),
                new LiveSystem.Loader(random(2048), random(512), random(60_000), random(900_000)),
                List.of("ostree=/ostree/boot.1/default/x/0", "quiet"));
    }

    private static Part disk() {
        return DiskLayout.of(guid(4))
                .partition(PartitionType.ESP.guid(), guid(5), "esp", 0, Part.zeros(4L * MIB))
                .partition(PartitionType.ROOT_X86_64.guid(), guid(6), "root", 0, Part.of(random(3 * MIB), 20L * MIB))
                .build();
    }

    private static void write(Part disk, DiskFile file) throws IOException {
        try (file) {
            disk.writeTo(file);
            file.finish();
        }
    }

    private static byte[] raw() throws IOException {
        return Bytes.of(disk());
    }

    private String run(Path directory, String... command) throws IOException {
        Assumptions.assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v " + command[0])
                                .start()
                                .onExit()
                                .join()
                                .exitValue()
                        == 0,
                command[0] + " is not installed");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(output).isZero();
        return output;
    }

    private Path iso(int threads) throws IOException {
        Path iso = folder.resolve("live-" + threads + ".iso");
        write(disk(), new LiveIso(iso, system(), threads, BlockMemory.none()));
        return iso;
    }

    @Test
    void the_iso_holds_the_disk_and_what_starts_it() throws Exception {
        Path iso = iso(2);
        run(folder, "xorriso", "-osirrox", "on", "-indev", iso.toString(), "-extract", "/live", "live");
        run(folder, "unsquashfs", "-no-xattrs", "-d", "disk", "live/root.squashfs");
        byte[] raw = raw();
        assertThat(Files.readAllBytes(folder.resolve("disk/disk.raw"))).isEqualTo(raw);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw));
        assertThat(folder.resolve("live/disk"))
                .content()
                .startsWith("ID=11112222-3333\nSIZE=" + raw.length + "\nSHA256=" + digest + "\nROOT=" + 5 * MIB
                        + "\nROOTSIZE=" + 20 * MIB + "\n");
        assertThat(folder.resolve("live/vmlinuz")).hasBinaryContent(random(100_000));
        assertThat(folder.resolve("live/grub.cfg"))
                .content()
                .contains(
                        "menuentry \"Install Example OS 1\"",
                        "linux ($root)/live/vmlinuz ostree=/ostree/boot.1/default/x/0 quiet systemd.gpt_auto=0 "
                                + "atomic.live=11112222-3333 atomic.install $arguments");
    }

    @Test
    void the_initramfs_begins_with_an_archive_that_finds_the_medium() throws Exception {
        byte[] initramfs;
        try (InputStream in = new LiveBoot(system()).initramfs().open()) {
            initramfs = in.readAllBytes();
        }
        int archive = initramfs.length - 200_001;
        assertThat(archive % 512).isZero();
        Path file = Files.write(folder.resolve("early.cpio"), java.util.Arrays.copyOf(initramfs, archive));
        assertThat(run(folder, "cpio", "-idv", "--quiet", "-F", file.toString()))
                .contains("usr/bin/atomic-live");
        assertThat(Files.isExecutable(folder.resolve("usr/bin/atomic-live"))).isTrue();
        assertThat(Files.readSymbolicLink(
                        folder.resolve("etc/systemd/system/initrd-root-fs.target.requires/sysroot.mount")))
                .isEqualTo(Path.of("../sysroot.mount"));
        run(folder, "sh", "-n", "usr/bin/atomic-live");
    }

    @Test
    void the_bytes_do_not_depend_on_threads() throws IOException {
        assertThat(iso(1)).hasSameBinaryContentAs(iso(3));
    }

    @Test
    void the_set_for_the_network_is_a_tar_whose_rootfs_is_a_second_initramfs() throws Exception {
        Path set = folder.resolve("live.pxe.tar");
        write(disk(), new LivePxe(set, system(), 2, BlockMemory.none()));
        assertThat(run(folder, "tar", "-tf", set.toString()).lines())
                .containsExactly("boot.ipxe", "grub.cfg", "vmlinuz", "initramfs.img", "rootfs.img");
        run(folder, "tar", "-xf", set.toString());
        run(folder, "cpio", "-id", "--quiet", "-F", "rootfs.img");
        run(folder, "unsquashfs", "-no-xattrs", "-d", "disk", "live/root.squashfs");
        assertThat(Files.readAllBytes(folder.resolve("disk/disk.raw"))).isEqualTo(raw());
        assertThat(folder.resolve("live/disk")).content().startsWith("ID=11112222-3333\n");
    }

    @Test
    void customizing_changes_its_places_and_nothing_else() throws Exception {
        Path iso = iso(2);
        byte[] before = Files.readAllBytes(iso);
        LiveCustomization customization = new LiveCustomization(iso);
        customization.answers("[install]\ndisk=auto\n".getBytes(StandardCharsets.UTF_8));
        customization.menu("live", 1, "console=ttyS1");
        run(folder, "xorriso", "-osirrox", "on", "-indev", iso.toString(), "-extract", "/live", "live");
        assertThat(folder.resolve("live/answers")).content().startsWith("[install]\ndisk=auto\n\n");
        assertThat(folder.resolve("live/grubenv"))
                .content()
                .contains("default=live\ntimeout=1\narguments=console=ttyS1\n");
        byte[] after = Files.readAllBytes(iso);
        assertThat(after).hasSameSizeAs(before);
        int changed = 0;
        for (int i = 0; i < after.length; i++) {
            changed += after[i] == before[i] ? 0 : 1;
        }
        assertThat(changed).isLessThan(200);
    }

    @Test
    void says_what_cannot_be_customized() throws IOException {
        Path iso = iso(2);
        LiveCustomization customization = new LiveCustomization(iso);
        assertThatThrownBy(() -> customization.answers(new byte[LiveIso.ANSWERS_BYTES + 1]))
                .hasMessageContaining("has room for 65536");
        assertThatThrownBy(() -> customization.menu("install", 1, "a;reboot\n"))
                .hasMessageContaining("kernel arguments here are");
        Path other = Files.write(folder.resolve("other.iso"), new byte[100_000]);
        assertThatThrownBy(() -> new LiveCustomization(other).answers(new byte[1]))
                .hasMessageContaining("cannot customize " + other);
    }

    @Test
    void a_disk_without_a_root_cannot_become_a_medium() {
        Part disk = DiskLayout.of(guid(4))
                .partition(PartitionType.ESP.guid(), guid(5), "esp", 0, Part.zeros(4L * MIB))
                .build();
        Path iso = folder.resolve("none.iso");
        assertThatThrownBy(() -> write(disk, new LiveIso(iso, system(), 1, BlockMemory.none())))
                .hasMessageContaining("no root partition");
        assertThat(iso).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }
}
