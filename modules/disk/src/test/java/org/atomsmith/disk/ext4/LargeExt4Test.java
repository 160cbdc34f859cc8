package org.atomsmith.disk.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.UUID;
import org.atomsmith.disk.RawDisk;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.FileTree;
import org.atomsmith.disk.tree.HostTree;
import org.atomsmith.disk.tree.Inode;
import org.atomsmith.disk.tree.RegularFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File systems of the size of a host, judged by e2fsck, resize2fs and the kernel. */
@Tag("slow")
class LargeExt4Test {
    private static final long MIB = 1L << 20;
    private static final long TIME = 1_750_000_000L;
    private static final int FILES = 14_000;
    private static final int ENTRIES = 5_000;
    private static final int DIRECTORIES = 300;

    @TempDir
    static Path folder;

    private static Path source;
    private static Path image;

    @BeforeAll
    static void write_a_host() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        for (int i = 0; i < FILES; i++) {
            Path directory = Files.createDirectories(source.resolve("tree/" + i % DIRECTORIES + "/more"));
            Files.writeString(directory.resolve("file-" + i), "line\n".repeat(i % 5000));
        }
        Path many = Files.createDirectories(source.resolve("many"));
        for (int i = 0; i < ENTRIES; i++) {
            Files.createLink(many.resolve("link-" + i), source.resolve("tree/" + i % DIRECTORIES + "/more/file-" + i));
        }
        Tool.ok(
                "cp",
                "-a",
                System.getProperty("java.home"),
                source.resolve("jdk").toString());
        Tool.ok("dd", "if=/dev/urandom", "of=" + source.resolve("large"), "bs=1M", "count=700", "status=none");
        image = folder.resolve("image");
        write(HostTree.of(source), Ext4Options.of("root", id(1), id(2), 2500 * MIB, TIME), image);
    }

    private static UUID id(int i) {
        return new UUID(0x1111_2222_3333_4444L, 0x8000_0000_0000_0000L + i);
    }

    private static void write(Directory root, Ext4Options options, Path to) throws IOException {
        try (RawDisk disk = new RawDisk(to)) {
            Ext4FileSystem.plan(root, options).writeTo(disk);
            disk.finish();
        }
    }

    private static void check(Path file) {
        Tool.Result result = Tool.run("e2fsck", "-fn", file.toString());
        assertThat(result.exit()).as(result.output()).isZero();
    }

    private static Path copy(String name) {
        Path copy = folder.resolve(name);
        Tool.ok("cp", "--sparse=always", image.toString(), copy.toString());
        return copy;
    }

    @Test
    void e2fsck_finds_no_fault() {
        check(image);
        assertThat(Tool.ok("debugfs", "-R", "ex /large", image.toString()))
                .contains("0/ 1")
                .contains("1/ 1");
    }

    @Test
    void debugfs_takes_out_the_same_tree() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Tool.ok("debugfs", "-R", "rdump / " + out, image.toString());
        Tool.ok("rmdir", out.resolve("lost+found").toString());
        assertThat(Tool.ok("diff", "-r", "--no-dereference", source.toString(), out.toString()))
                .isEmpty();
        Tool.ok("rm", "-rf", out.toString());
    }

    @Test
    void a_copy_can_be_grown_and_shrunk() throws IOException {
        Path grown = copy("grown");
        for (String size : new String[] {"2600M", "20G", "300G", "3G"}) {
            Tool.ok("resize2fs", grown.toString(), size);
            check(grown);
        }
        Files.delete(grown);
    }

    @Test
    void the_kernel_reads_it_writes_it_and_grows_it() throws IOException {
        Path copy = copy("mounted");
        Path at = Files.createDirectory(folder.resolve("at"));
        Tool.ok("truncate", "-s", "40G", copy.toString());
        Tool.Result mounted = Tool.run("mount", "-o", "loop", copy.toString(), at.toString());
        Assumptions.assumeTrue(mounted.exit() == 0, "no loop mounts here: " + mounted.output());
        try {
            assertThat(Tool.ok("diff", "-r", "--no-dereference", "-x", "lost+found", source + "", at + ""))
                    .isEmpty();
            String listing = "%P %y %m %U %G %n %s %l %T@\n";
            String expected = Tool.ok("find", source + "", "!", "-type", "d", "-printf", listing);
            String found = Tool.ok("find", at + "", "!", "-type", "d", "-printf", listing);
            // Times are kept in whole seconds.
            assertThat(sorted(found)).isEqualTo(sorted(expected));
            for (int i = 0; i < 2000; i++) {
                Files.writeString(at.resolve("many/new-" + i), "new");
                Files.delete(at.resolve("many/link-" + i));
            }
            if (mayGrow()) {
                Tool.ok(
                        "resize2fs",
                        Tool.ok("findmnt", "-no", "SOURCE", at.toString()).strip());
                assertThat(Tool.ok("df", "--output=size", "-B1G", at.toString()))
                        .containsPattern("3[89]|40");
                Files.writeString(at.resolve("after"), "grown");
            }
        } finally {
            Tool.ok("umount", at.toString());
        }
        check(copy);
        Files.delete(copy);
    }

    @Test
    void the_kernel_gives_the_same_extended_attributes() throws IOException {
        byte[] acl = HexFormat.of()
                .parseHex("0200000001000600ffffffff02000400e803000004000400ffffffff10000400ffffffff20000400ffffffff");
        TreeMap<String, byte[]> xattrs = new TreeMap<>();
        xattrs.put("system.posix_acl_access", acl);
        xattrs.put("security.capability", HexFormat.of().parseHex("0100000200200000000000000000000000000000"));
        xattrs.put("user.empty", new byte[0]);
        xattrs.put("user.long", "v".repeat(2000).getBytes(StandardCharsets.UTF_8));
        xattrs.put("user.text", "gr\u00fc\u00dfe".getBytes(StandardCharsets.UTF_8));
        xattrs.put("trusted.x", new byte[] {0, 1, 2});
        Directory root = new FileTree(Attributes.root(0755, TIME))
                .put(
                        "/file",
                        new RegularFile(Attributes.root(0644, TIME).withXattrs(xattrs), ContentSource.of(new byte[0])))
                .build();
        Path small = folder.resolve("small");
        write(root, Ext4Options.of("data", id(3), id(4), 64 * MIB, TIME), small);
        Path at = Files.createDirectory(folder.resolve("small-at"));
        Tool.Result mounted = Tool.run("mount", "-o", "loop", small.toString(), at.toString());
        Assumptions.assumeTrue(mounted.exit() == 0, "no loop mounts here: " + mounted.output());
        try {
            String script = "import os,sys\nf=sys.argv[1]\n"
                    + "for n in sorted(os.listxattr(f)): print(n, os.getxattr(f, n).hex())";
            StringBuilder expected = new StringBuilder();
            xattrs.forEach((name, value) -> expected.append(name)
                    .append(' ')
                    .append(HexFormat.of().formatHex(value))
                    .append('\n'));
            assertThat(Tool.ok("python3", "-c", script, at.resolve("file").toString()))
                    .isEqualTo(expected.toString());
        } finally {
            Tool.ok("umount", at.toString());
        }
        check(small);
    }

    /** Growing a mounted file system asks for CAP_SYS_RESOURCE, which root in a container may lack. */
    private static boolean mayGrow() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("CapEff:"))
                .anyMatch(l -> (Long.parseLong(l.substring(7).strip(), 16) & 1L << 24) != 0);
    }

    private static String sorted(String lines) {
        return String.join(
                "\n",
                lines.lines()
                        .map(l -> l.replaceAll("\\.0*$|\\.\\d+$", ""))
                        .sorted()
                        .toList());
    }

    @Test
    void mke2fs_would_need_no_less_room() throws IOException {
        Path theirs = folder.resolve("theirs");
        Tool.ok("mke2fs", "-q", "-t", "ext4", "-m", "5", "-d", source.toString(), theirs.toString(), "2500M");
        assertThat(free(image)).isGreaterThan(free(theirs) - 20 * MIB / 4096);
        Files.delete(theirs);
    }

    private static long free(Path file) {
        return Tool.ok("dumpe2fs", "-h", file.toString())
                .lines()
                .filter(l -> l.startsWith("Free blocks:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_disk_of_600_GiB_needs_little_memory_and_little_room() throws IOException {
        Path huge = folder.resolve("huge");
        Directory root = new FileTree(Attributes.root(0755, TIME))
                .put(
                        "/zeros",
                        new RegularFile(
                                Attributes.root(0644, TIME), ContentSource.of("zeros", 300 * MIB, InputStreams::zeros)))
                .build();
        write(root, Ext4Options.of("data", id(3), id(4), 600 * 1024 * MIB, TIME), huge);
        check(huge);
        assertThat(Long.parseLong(Tool.ok("du", "-m", huge.toString()).split("\t")[0]))
                .isLessThan(330);
        Files.delete(huge);
    }

    @Test
    void an_index_of_two_levels_finds_every_name() throws IOException {
        TreeMap<String, Inode> entries = new TreeMap<>();
        RegularFile file = new RegularFile(Attributes.root(0644, TIME), ContentSource.of(new byte[0]));
        for (int i = 0; i < 60_000; i++) {
            entries.put("a-very-long-name-".repeat(4) + i, file);
        }
        TreeMap<String, Inode> directories = new TreeMap<>();
        for (int i = 0; i < 66_000; i++) {
            directories.put("directory-" + i, new Directory(Attributes.root(0755, TIME), new TreeMap<>()));
        }
        Directory root = new FileTree(Attributes.root(0755, TIME))
                .put("/names", new Directory(Attributes.root(0755, TIME), entries))
                .put("/directories", new Directory(Attributes.root(0755, TIME), directories))
                .build();
        Path deep = folder.resolve("deep");
        write(root, Ext4Options.of("data", id(3), id(4), 1024 * MIB, TIME), deep);
        check(deep);
        assertThat(Tool.ok("debugfs", "-R", "htree_dump /names", deep.toString()))
                .contains("Indirect levels: 1");
        assertThat(Tool.ok("debugfs", "-R", "stat /directories", deep.toString()))
                .contains("Links: 1 ");
        Files.delete(deep);
    }

    /** Streams of nothing. */
    private static final class InputStreams {
        static InputStream zeros() {
            return new InputStream() {
                private long left = 300 * MIB;

                @Override
                public int read() {
                    return left-- > 0 ? 0 : -1;
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    int n = (int) Math.min(left, length);
                    Arrays.fill(into, offset, offset + n, (byte) 0);
                    left -= n;
                    return n == 0 ? -1 : n;
                }
            };
        }
    }
}
