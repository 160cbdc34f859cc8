package org.atomsmith.disk.xfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.atomsmith.disk.FileSystemFullException;
import org.atomsmith.disk.RawDisk;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.atomsmith.disk.tree.RegularFile;
import org.atomsmith.disk.tree.SpecialFile;
import org.atomsmith.disk.tree.SymbolicLink;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** xfs_repair, xfs_db and a kernel judge what was written. */
class XfsFileSystemTest {
    private static final long MIB = 1L << 20;
    private static final long TIME = 1_750_000_000L;
    private static final UUID ID = UUID.fromString("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
    private static final byte[] LABEL = "system_u:object_r:bin_t:s0\0".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private static XfsOptions options(long size) {
        return new XfsOptions("root", ID, size, TIME);
    }

    private static Attributes plain() {
        return Attributes.root(0644, TIME - 1000);
    }

    private static FileTree tree() {
        return new FileTree(Attributes.root(0755, TIME));
    }

    private Path write(Directory root, XfsOptions options) throws IOException {
        Path image = folder.resolve("xfs.img");
        XfsFileSystem planned = XfsFileSystem.plan(root, options);
        try (RawDisk disk = new RawDisk(image)) {
            planned.writeTo(disk);
            assertThat(disk.position()).isEqualTo(planned.length());
            disk.finish();
        }
        return image;
    }

    /** Without modifying anything, and so that any complaint is an error. */
    private static void check(Path image) {
        Tool.Result result = Tool.run("xfs_repair", "-n", image.toString());
        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.output()).doesNotContain("would", "bad ", "unlinked inode ");
    }

    private static String db(Path image, String... commands) {
        String[] all = new String[commands.length * 2 + 3];
        all[0] = "xfs_db";
        all[1] = "-r";
        for (int i = 0; i < commands.length; i++) {
            all[2 + 2 * i] = "-c";
            all[3 + 2 * i] = commands[i];
        }
        all[all.length - 1] = image.toString();
        return Tool.ok(all);
    }

    /** Mounts an image with this machine's kernel while something is done; the test is skipped where that is not possible. */
    private Path mounted(Path image, String options) throws IOException {
        Path at = Files.createDirectories(folder.resolve("mounted"));
        Tool.Result result = Tool.run("mount", "-t", "xfs", "-o", "loop," + options, image.toString(), at.toString());
        Assumptions.assumeTrue(result.exit() == 0, "this machine does not mount XFS: " + result.output());
        return at;
    }

    private static Directory everything() {
        byte[] capability = {1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] large = new byte[1000];
        Arrays.fill(large, (byte) 'z');
        byte[] huge = new byte[60_000];
        Arrays.fill(huge, (byte) 'h');
        byte[] content = new byte[300_001];
        new Random(1).nextBytes(content);
        Attributes labelled = plain().withXattrs(Map.of("security.selinux", LABEL));
        RegularFile twice = new RegularFile(plain(), ContentSource.of("twice".getBytes(StandardCharsets.UTF_8)));
        FileTree tree = tree().directory("/etc", Attributes.root(0750, TIME))
                .file("/etc/hostname", new Attributes(04751, 100_000, 70_000, TIME - 5, new TreeMap<>()), "host\n")
                .file("/etc/empty", plain(), "")
                .link("/etc/short", "hostname")
                .link("/etc/slow", "x".repeat(400))
                .link("/etc/longest", "y".repeat(1023))
                .put("/linked", new SymbolicLink(labelled, "q".repeat(300)))
                .put("/one", twice)
                .put("/dir/two", twice)
                .put("/dev/null", new SpecialFile(Attributes.root(0666, TIME), SpecialFile.Kind.CHARACTER, 1, 3))
                .put("/dev/far", new SpecialFile(labelled, SpecialFile.Kind.BLOCK, 259, 70_000))
                .put("/dev/pipe", new SpecialFile(labelled, SpecialFile.Kind.PIPE, 0, 0))
                .put("/dev/sock", new SpecialFile(plain(), SpecialFile.Kind.SOCKET, 0, 0))
                .file("/ping", plain().withXattrs(Map.of("security.capability", capability)), "ping")
                .file("/large", plain().withXattrs(Map.of("user.big", large, "security.selinux", LABEL)), "l")
                .file("/huge", plain().withXattrs(Map.of("user.huge", huge, "trusted.t", capability)), "h")
                .file("/data", plain(), content);
        for (int i = 0; i < 400; i++) {
            if (i < 8) {
                tree.file("/inside/" + i, labelled, "");
            }
            if (i < 60) {
                tree.file("/block/file-" + i, labelled, "b" + i);
            }
            tree.file("/leaf/file-" + i, plain(), "l" + i);
        }
        for (int i = 0; i < 5000; i++) {
            tree.file("/node/entry-with-a-longer-name-" + i, plain(), "");
        }
        return tree.build();
    }

    @Test
    void xfs_repair_finds_nothing_to_repair() throws IOException {
        Path image = write(everything(), options(400 * MIB));
        check(image);
        assertThat(db(image, "sb 0", "p"))
                .contains("uuid = " + ID)
                .contains("fname = \"root")
                .contains("rootino = 128")
                .contains("agcount = 2")
                .contains("(correct)");
        assertThat(db(image, "agi 0", "p")).contains("level = 1").contains("(correct)");
    }

    @Test
    void every_form_of_directory_and_of_attributes_is_there() throws IOException {
        Path image = write(everything(), options(400 * MIB));
        assertThat(db(image, "path /inside", "p")).contains("core.format = 1 (local)");
        assertThat(db(image, "path /block", "dblock 0", "p")).contains("bhdr.hdr.magic = 0x58444233");
        assertThat(db(image, "path /leaf", "dblock 8388608", "p")).contains("lhdr.info.hdr.magic = 0x3df1");
        assertThat(db(image, "path /node", "dblock 8388608", "p")).contains("nhdr.info.hdr.magic = 0x3ebe");
        assertThat(db(image, "path /ping", "p")).contains("core.aformat = 1 (local)");
        assertThat(db(image, "path /huge", "ablock 0", "p")).contains("hdr.info.hdr.magic = 0x3bee");
        assertThat(db(image, "path /dir/two", "p")).contains("core.nlinkv2 = 2");
    }

    @Test
    void a_kernel_reads_what_was_put_in() throws IOException {
        Path image = write(everything(), options(400 * MIB));
        Path at = mounted(image, "ro");
        try {
            assertThat(at.resolve("etc/hostname")).hasContent("host\n");
            assertThat(Files.getAttribute(at.resolve("etc/hostname"), "unix:mode"))
                    .isEqualTo(0104751);
            assertThat(Files.getAttribute(at.resolve("etc/hostname"), "unix:uid"))
                    .isEqualTo(100_000);
            assertThat(Files.getAttribute(at.resolve("one"), "unix:nlink")).isEqualTo(2);
            assertThat(Files.getAttribute(at.resolve("one"), "unix:ino"))
                    .isEqualTo(Files.getAttribute(at.resolve("dir/two"), "unix:ino"));
            assertThat(Files.readSymbolicLink(at.resolve("etc/slow"))).hasToString("x".repeat(400));
            assertThat(Files.readSymbolicLink(at.resolve("etc/longest"))).hasToString("y".repeat(1023));
            byte[] content = new byte[300_001];
            new Random(1).nextBytes(content);
            assertThat(Files.readAllBytes(at.resolve("data"))).isEqualTo(content);
            for (int i = 0; i < 5000; i += 7) {
                assertThat(at.resolve("node/entry-with-a-longer-name-" + i)).exists();
            }
            assertThat(at.resolve("leaf/file-399")).hasContent("l399");
            assertThat(at.resolve("block/file-59")).hasContent("b59");
            assertThat((byte[]) Files.getAttribute(at.resolve("huge"), "user:huge"))
                    .hasSize(60_000);
            assertThat((byte[]) Files.getAttribute(at.resolve("large"), "user:big"))
                    .hasSize(1000);
        } finally {
            Tool.ok("umount", at.toString());
        }
    }

    @Test
    @Tag("slow")
    void a_kernel_grows_it_and_writes_to_it() throws IOException {
        Path image = write(everything(), options(400 * MIB));
        try (var channel = java.nio.channels.FileChannel.open(image, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[1]), 3000 * MIB - 1);
        }
        Path at = mounted(image, "rw");
        try {
            Tool.ok("xfs_growfs", "-d", at.toString());
            assertThat(Files.getFileStore(at).getTotalSpace()).isGreaterThan(2800 * MIB);
            for (int i = 0; i < 2000; i++) {
                Files.writeString(at.resolve("node/more-" + i), "more");
                Files.delete(at.resolve("node/entry-with-a-longer-name-" + i));
            }
            Files.write(at.resolve("more"), new byte[40 << 20]);
        } finally {
            Tool.ok("umount", at.toString());
        }
        check(image);
    }

    @Test
    void many_inodes_have_a_tree_of_two_levels() throws IOException {
        FileTree tree = tree();
        for (int i = 0; i < 20_000; i++) {
            tree.file("/many/gr\u00fc\u00dfe-" + i, plain(), "");
        }
        Path image = write(tree.build(), options(320 * MIB));
        check(image);
        assertThat(db(image, "agi 0", "p level")).contains("level = 2");
    }

    @Test
    void files_go_on_behind_the_log() throws IOException {
        long length = 345 * MIB;
        Directory root = tree().put(
                        "/big", new RegularFile(plain(), ContentSource.of("big", length, () -> sevens(length))))
                .build();
        Path image = write(root, options(420 * MIB));
        check(image);
        assertThat(db(image, "path /big", "p core.nextents")).contains("= 3");
    }

    private static InputStream sevens(long length) {
        return new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? 7 : -1;
            }

            @Override
            public int read(byte[] into, int offset, int most) {
                if (left <= 0) {
                    return -1;
                }
                int n = (int) Math.min(most, left);
                Arrays.fill(into, offset, offset + n, (byte) 7);
                left -= n;
                return n;
            }
        };
    }

    @Test
    void growing_to_a_terabyte_makes_few_groups() {
        Directory root = tree().build();
        assertThat(XfsFileSystem.plan(root, options(5120 * MIB)).describe()).contains("2 groups of at most 4096 MiB");
        assertThat(XfsFileSystem.plan(root, options(100 * 1024 * MIB)).describe())
                .contains("4 groups of at most 25600 MiB");
        assertThat(XfsFileSystem.plan(root, options(1024 * MIB)).describe()).contains("2 groups of at most 944 MiB");
    }

    @Test
    void refuses_what_xfs_cannot_hold() {
        assertThatThrownBy(() ->
                        XfsFileSystem.plan(tree().link("/l", "x".repeat(1024)).build(), options(300 * MIB)))
                .hasMessageContaining("/l: a link to 1024 bytes is too long for XFS (1023)");
        assertThatThrownBy(() -> XfsFileSystem.plan(
                        tree().file("/f", plain().withXattrs(Map.of("odd.name", new byte[1])), "")
                                .build(),
                        options(300 * MIB)))
                .hasMessageContaining("/f: XFS cannot hold an extended attribute of the name 'odd.name'");
        assertThatThrownBy(() -> XfsFileSystem.plan(tree().build(), options(64 * MIB)))
                .hasMessageContaining("at least 300 MiB");
        assertThatThrownBy(() -> new XfsOptions("a-label-of-13", ID, 0, TIME)).hasMessageContaining("longer than 12");
        Directory big = tree().put("/big", new RegularFile(plain(), ContentSource.of("big", 400 * MIB, () -> {
                    throw new IOException("not to be read");
                })))
                .build();
        assertThatThrownBy(() -> XfsFileSystem.plan(big, options(300 * MIB)))
                .isInstanceOf(FileSystemFullException.class)
                .hasMessageContaining("XFS 'root': the files need");
        long size = XfsFileSystem.sizeFor(big, options(0), 10 * MIB);
        assertThat(size).isBetween(480 * MIB, 560 * MIB);
        assertThat(XfsFileSystem.plan(big, options(size)).free()).isGreaterThan(10 * MIB);
    }

    @Test
    void the_same_tree_gives_the_same_bytes() throws IOException {
        Path first = write(everything(), options(300 * MIB));
        Files.move(first, folder.resolve("first.img"));
        assertThat(Files.mismatch(write(everything(), options(300 * MIB)), folder.resolve("first.img")))
                .isEqualTo(-1);
    }
}
