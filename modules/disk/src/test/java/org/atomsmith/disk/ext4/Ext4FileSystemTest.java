package org.atomsmith.disk.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ext4FileSystemTest {
    private static final long MIB = 1L << 20;
    private static final long TIME = 1_750_000_000L;
    private static final UUID ID = UUID.fromString("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
    private static final UUID SEED = UUID.fromString("12345678-9abc-def0-0fed-cba987654321");

    @TempDir
    Path folder;

    static Ext4Options options(long size) {
        return Ext4Options.of("root", ID, SEED, size, TIME);
    }

    static Attributes plain() {
        return Attributes.root(0644, TIME - 1000);
    }

    static FileTree tree() {
        return new FileTree(Attributes.root(0755, TIME));
    }

    Path write(Directory root, Ext4Options options) throws IOException {
        Path image = folder.resolve("ext4.img");
        Ext4FileSystem planned = Ext4FileSystem.plan(root, options);
        try (RawDisk disk = new RawDisk(image)) {
            planned.writeTo(disk);
            assertThat(disk.position()).isEqualTo(planned.length());
            disk.finish();
        }
        return image;
    }

    static void check(Path image) {
        Tool.Result result = Tool.run("e2fsck", "-fn", image.toString());
        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.output()).doesNotContainIgnoringCase("warning").doesNotContain("? no");
    }

    /** What debugfs answers, without the line in which it introduces itself. */
    String debugfs(Path image, String command) {
        return Tool.ok("debugfs", "-R", command, image.toString());
    }

    @Test
    void an_empty_file_system_is_clean() throws IOException {
        Path image = write(tree().build(), options(64 * MIB));
        check(image);
        assertThat(Tool.ok("dumpe2fs", "-h", image.toString()))
                .contains("Filesystem volume name:   root")
                .contains("Filesystem UUID:          " + ID)
                .contains("Directory Hash Seed:      " + SEED)
                .contains("has_journal ext_attr resize_inode dir_index")
                .contains("filetype extent 64bit flex_bg sparse_super large_file huge_file dir_nlink extra_isize"
                        + " metadata_csum");
    }

    @Test
    void the_checksum_seed_can_stand_apart_from_the_uuid() throws IOException {
        Ext4Options usual = options(64 * MIB + 1000);
        Ext4Options apart =
                new Ext4Options("root", ID, SEED, usual.size(), TIME, usual.bytesPerInode(), 1, usual.growTo(), true);
        Path image = write(tree().file("/f", plain(), "f").build(), apart);
        check(image);
        assertThat(Tool.ok("dumpe2fs", "-h", image.toString())).contains("metadata_csum_seed");
        Tool.ok("tune2fs", "-U", SEED.toString(), image.toString());
        check(image);
    }

    @Test
    void refuses_what_ext4_cannot_hold() {
        assertThatThrownBy(() ->
                        Ext4FileSystem.plan(tree().link("/l", "x".repeat(4096)).build(), options(64 * MIB)))
                .hasMessageContaining("/l: a link to 4096 bytes is too long");
        assertThatThrownBy(() -> Ext4FileSystem.plan(
                        tree().file("/lost+found/x", plain(), "").build(), options(64 * MIB)))
                .hasMessageContaining("/lost+found belongs to the file system");
        assertThatThrownBy(() -> Ext4FileSystem.plan(
                        tree().file("/f", plain().withXattrs(Map.of("odd.name", new byte[1])), "")
                                .build(),
                        options(64 * MIB)))
                .hasMessageContaining("/f: ext4 cannot hold an extended attribute of the name 'odd.name'");
        assertThatThrownBy(() -> Ext4FileSystem.plan(
                        tree().file("/f", plain().withXattrs(Map.of("user.x", new byte[5000])), "")
                                .build(),
                        options(64 * MIB)))
                .hasMessageContaining("/f: its extended attributes are");
        Directory twice = new Directory(plain(), new TreeMap<>());
        Directory root = new Directory(plain(), new TreeMap<>(Map.of("a", twice, "b", twice)));
        assertThatThrownBy(() -> Ext4FileSystem.plan(root, options(64 * MIB)))
                .hasMessageContaining("/b and /a are the same directory");
    }

    @Test
    void files_links_and_devices_are_what_they_were() throws IOException {
        RegularFile twice = new RegularFile(plain(), ContentSource.of("twice".getBytes(StandardCharsets.UTF_8)));
        Directory root = tree().directory("/etc", Attributes.root(0750, TIME))
                .file("/etc/hostname", new Attributes(04751, 100_000, 70_000, TIME - 5, new TreeMap<>()), "host\n")
                .file("/etc/empty", plain(), "")
                .link("/etc/short", "hostname")
                .link("/etc/long", "x".repeat(60))
                .link("/etc/longest", "y".repeat(4095))
                .put("/one", twice)
                .put("/dir/two", twice)
                .put("/dev/null", new SpecialFile(Attributes.root(0666, TIME), SpecialFile.Kind.CHARACTER, 1, 3))
                .put("/dev/far", new SpecialFile(Attributes.root(0600, TIME), SpecialFile.Kind.BLOCK, 259, 70_000))
                .put("/dev/pipe", new SpecialFile(Attributes.root(0600, TIME), SpecialFile.Kind.PIPE, 0, 0))
                .put("/dev/sock", new SpecialFile(Attributes.root(0600, TIME), SpecialFile.Kind.SOCKET, 0, 0))
                .build();
        Path image = write(root, options(64 * MIB));
        check(image);
        assertThat(debugfs(image, "cat /etc/hostname")).endsWith("host\n");
        assertThat(debugfs(image, "stat /etc/hostname"))
                .contains("Mode:  04751")
                .contains("User: 100000   Group: 70000")
                .contains("Links: 1")
                .contains("mtime: 0x" + Long.toHexString(TIME - 5))
                .contains("ctime: 0x" + Long.toHexString(TIME));
        assertThat(debugfs(image, "stat /dir/two")).contains("Links: 2").contains("Size: 5");
        assertThat(debugfs(image, "cat /one")).endsWith("twice");
        assertThat(debugfs(image, "stat /etc/short")).contains("Fast link dest: \"hostname\"");
        assertThat(debugfs(image, "cat /etc/longest")).endsWith("y".repeat(4095));
        assertThat(debugfs(image, "stat /dev/null")).contains("Device major/minor number: 01:03");
        assertThat(debugfs(image, "stat /dev/far")).contains("Device major/minor number: 259:70000");
        assertThat(debugfs(image, "stat /etc")).contains("Mode:  0750");
    }

    @Test
    void extended_attributes_stand_in_the_inode_and_in_a_shared_block() throws IOException {
        byte[] capability = {1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] label = "system_u:object_r:bin_t:s0\0".getBytes(StandardCharsets.UTF_8);
        byte[] large = new byte[1000];
        Arrays.fill(large, (byte) 'z');
        Attributes small = plain().withXattrs(Map.of("security.capability", capability));
        Attributes both = plain().withXattrs(
                        Map.of("security.capability", capability, "security.selinux", label, "user.big", large));
        FileTree tree = tree().file("/ping", small, "ping").directory("/labelled", both);
        for (int i = 0; i < 1500; i++) {
            tree.file("/labelled/" + i, both, "");
        }
        Path image = write(tree.build(), options(64 * MIB));
        check(image);
        assertThat(debugfs(image, "stat /ping"))
                .contains("security.capability (20)")
                .contains("File ACL: 0");
        assertThat(debugfs(image, "ea_get -V /labelled/7 user.big")).endsWith("z".repeat(1000) + "\n");
        assertThat(debugfs(image, "ea_get -V /labelled security.selinux")).contains("system_u:object_r:bin_t:s0");
        assertThat(debugfs(image, "ea_get -x /labelled/1499 security.capability"))
                .contains("01 00 00 02 00 20");
    }

    @Test
    void access_control_lists_take_the_form_of_the_disk() throws IOException {
        byte[] acl = {
            2,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            -1,
            -1,
            -1,
            -1,
            2,
            0,
            4,
            0,
            (byte) 0xe8,
            3,
            0,
            0,
            4,
            0,
            4,
            0,
            -1,
            -1,
            -1,
            -1,
            0x10,
            0,
            4,
            0,
            -1,
            -1,
            -1,
            -1,
            0x20,
            0,
            4,
            0,
            -1,
            -1,
            -1,
            -1
        };
        Attributes attributes = plain().withXattrs(Map.of("system.posix_acl_access", acl));
        Path image = write(tree().file("/f", attributes, "").build(), options(64 * MIB));
        check(image);
        assertThat(debugfs(image, "ea_get -x /f system.posix_acl_access"))
                .contains("(44) = 02 00 00 00 01 00 06 00 ")
                .contains("02 00 04 00 e8 03 00 00 04 00 04 00");
    }

    @Test
    void large_directories_have_an_index_that_finds_every_name() throws IOException {
        FileTree tree = tree();
        for (int i = 0; i < 5000; i++) {
            tree.file("/many/entry-with-a-longer-name-" + i, plain(), "");
            tree.file("/umlauts/gr\u00fc\u00dfe-" + i, plain(), "");
        }

        Path image = write(tree.build(), options(128 * MIB));
        check(image);
        assertThat(debugfs(image, "htree_dump /many"))
                .contains("Hash Version: 1")
                .contains("Indirect levels: 0")
                .doesNotContain("rror");
        assertThat(debugfs(image, "dx_hash -h half_md4 -s " + SEED + " entry-with-a-longer-name-4999"))
                .contains("0x"
                        + Integer.toHexString(new HalfMd4(SEED)
                                .hash("entry-with-a-longer-name-4999".getBytes(StandardCharsets.UTF_8))));
        assertThat(debugfs(image, "ls -l /many").lines().count()).isGreaterThan(5000);
    }

    @Test
    void refuses_a_tree_that_does_not_fit() {
        Directory root = tree().put("/big", new RegularFile(plain(), ContentSource.of("big", 100 * MIB, () -> {
                    throw new IOException("not to be read");
                })))
                .build();
        assertThatThrownBy(() -> Ext4FileSystem.plan(root, options(64 * MIB)))
                .isInstanceOf(FileSystemFullException.class)
                .hasMessageContaining("ext4 'root': the files need")
                .hasMessageContaining("64 MiB");
        long size = Ext4FileSystem.sizeFor(root, options(0), 10 * MIB);
        assertThat(size).isBetween(110 * MIB, 150 * MIB);
        Ext4FileSystem planned = Ext4FileSystem.plan(root, options(size));
        assertThat(planned.free()).isGreaterThan(10 * MIB);
    }

    @Test
    void a_content_that_changed_is_an_error_that_names_the_file() {
        Directory root = tree().put("/short", new RegularFile(plain(), ContentSource.of("s", 10, () -> {
                    return new ByteArrayInputStream(new byte[3]);
                })))
                .build();
        assertThatThrownBy(() -> write(root, options(64 * MIB)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/short: its content ended after 3 of 10 bytes");
        assertThat(folder.resolve("ext4.img")).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void the_same_tree_gives_the_same_bytes() throws IOException {
        Directory root = tree().file("/a", plain(), "a").link("/b", "a").build();
        Path first = write(root, options(64 * MIB));
        Files.move(first, folder.resolve("first.img"));
        Path second = write(tree().link("/b", "a").file("/a", plain(), "a").build(), options(64 * MIB));
        assertThat(Files.mismatch(second, folder.resolve("first.img"))).isEqualTo(-1);
    }
}
