package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.atomsmith.deb.SampleDeb.Entry;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PayloadEntry;
import org.atomsmith.rpm.PayloadEntry.Flag;
import org.atomsmith.rpm.PayloadEntry.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebFormatTest {
    private static final String INFO = DpkgDatabase.DIRECTORY + "/info/";

    @TempDir
    Path temp;

    /** What a package file holds. */
    private record Read(PackageHeader header, Map<String, PayloadEntry> entries, Map<String, byte[]> contents) {
        String text(String path) {
            return new String(contents.get(path), StandardCharsets.UTF_8);
        }
    }

    private static Read read(InputStream in) throws IOException {
        Map<String, PayloadEntry> entries = new TreeMap<>();
        Map<String, byte[]> contents = new TreeMap<>();
        PackageHeader header = new DebFormat().read(in, "sample.deb", (entry, content) -> {
            entries.put(entry.path(), entry);
            contents.put(entry.path(), content.readAllBytes());
        });
        return new Read(header, entries, contents);
    }

    private static Read read(byte[] deb) throws IOException {
        return read(new ByteArrayInputStream(deb));
    }

    private void write(String path, String content, String mode) throws IOException {
        Path file = temp.resolve("p").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private void sample() throws IOException {
        write("DEBIAN/control", SampleDeb.CONTROL + "Multi-Arch: same\nMaintainer: A <a@b.c>\n", "rw-r--r--");
        write("DEBIAN/conffiles", "/etc/sample.conf\n", "rw-r--r--");
        write("DEBIAN/postinst", "#!/bin/sh -e\necho hi\n", "rwxr-xr-x");
        write("DEBIAN/triggers", "interest-noawait /usr/share/sample\n", "rw-r--r--");
        write("etc/sample.conf", "key = value\n", "rw-r-----");
        write("usr/bin/sample", "binary" + "x".repeat(70000), "rwxr-xr-x");
        write("usr/share/doc/sample/copyright", "free", "rw-r--r--");
        write("usr/share/man/man1/sample.1", "manual", "rw-r--r--");
        write("usr/share/" + "deep/".repeat(30) + "l".repeat(200), "long", "rw-r--r--");
        write("usr/share/ünïcode", "é", "rw-r--r--");
        Path root = temp.resolve("p");
        Files.createLink(root.resolve("usr/bin/same"), root.resolve("usr/bin/sample"));
        Files.createSymbolicLink(root.resolve("usr/bin/link"), Path.of("../bin/sample"));
        Files.createSymbolicLink(root.resolve("usr/bin/far"), Path.of("/x/" + "y".repeat(150)));
        Tools.run(root, "chmod", "4755", "usr/bin/sample");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xz", "gzip", "zstd", "none"})
    void reads_what_dpkg_deb_packed(String packing) throws Exception {
        Tools.need("dpkg-deb");
        sample();
        Tools.run(temp, "dpkg-deb", "--root-owner-group", "-Z" + packing, "-b", "p", "p.deb");
        Path unpacked = temp.resolve("x");
        Tools.run(temp, "dpkg-deb", "-x", "p.deb", "x");
        Read read = read(Files.newInputStream(temp.resolve("p.deb")));
        List<String> listed = new ArrayList<>();
        for (String line : Tools.run(temp, "dpkg-deb", "-c", "p.deb").split("\n")) {
            listed.add(line.replaceFirst("^(\\S+) (\\S+) +([0-9]+) [0-9-]+ [0-9:]+ ", "$1 $2 $3 "));
        }
        List<String> ours = new ArrayList<>();
        for (PayloadEntry entry : read.entries().values()) {
            if (!entry.path().startsWith("usr/lib")) {
                ours.add(Listing.line(entry));
            }
            if (entry.kind() == Kind.FILE && !entry.path().startsWith(INFO)) {
                assertThat(read.contents().get(entry.path()))
                        .isEqualTo(Files.readAllBytes(unpacked.resolve(entry.path())));
            }
        }
        assertThat(ours).containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void adds_the_files_that_dpkg_keeps_of_an_installed_package() throws Exception {
        Tools.need("dpkg-deb");
        sample();
        Tools.run(temp, "dpkg-deb", "--root-owner-group", "-b", "p", "p.deb");
        Read read = read(Files.newInputStream(temp.resolve("p.deb")));
        assertThat(read.header().nevra()).hasToString("sample-1.0-1.x86_64");
        assertThat(read.header().scriptlets())
                .containsExactly(new PackageHeader.Scriptlet("post", "/bin/sh", "#!/bin/sh -e\necho hi\n"));
        assertThat(read.header().attributes())
                .containsEntry(DebFormat.TRIGGERS, "interest-noawait /usr/share/sample\n")
                .containsEntry(DebFormat.CONFFILES, "/etc/sample.conf 17e8f0e3fbfdea3b933ff85e2ecd75f0\n");
        assertThat(read.header().attributes().get(DebFormat.CONTROL)).startsWith("Package: sample\nVersion: 1.0-1\n");
        assertThat(read.entries().get(INFO + "sample:amd64.postinst").mode()).isEqualTo(0755);
        assertThat(read.entries().get(INFO + "sample:amd64.conffiles").mode()).isEqualTo(0644);
        assertThat(read.text(INFO + "sample:amd64.list")).startsWith("/.\n/etc\n/etc/sample.conf\n/usr\n");
        assertThat(read.text(INFO + "sample:amd64.md5sums"))
                .contains("17e8f0e3fbfdea3b933ff85e2ecd75f0  etc/sample.conf\n")
                .doesNotContain("usr/bin/link");
        assertThat(read.entries().get("etc/sample.conf").flags()).containsExactly(Flag.CONFIG);
        assertThat(read.entries().get("usr/share/doc/sample/copyright").flags()).containsExactly(Flag.DOC);
        assertThat(read.entries().get("usr/share/doc/sample").flags()).containsExactly(Flag.DOC);
        assertThat(read.entries().get("usr/share/man/man1/sample.1").flags()).containsExactly(Flag.DOC);
        assertThat(read.entries().get("usr/share/man/man1").flags()).isEmpty();
    }

    @Test
    void hashes_conffiles_even_when_the_sink_reads_nothing() throws Exception {
        byte[] deb = SampleDeb.deb(
                List.of(Entry.file("./control", SampleDeb.CONTROL), Entry.file("./conffiles", "/etc/a\n")),
                List.of(Entry.file("./etc/a", "key = value\n"), Entry.file("./etc/b", "b")));
        PackageHeader header =
                new DebFormat().read(new ByteArrayInputStream(deb), "sample.deb", (entry, content) -> {});
        assertThat(header.attributes().get(DebFormat.CONFFILES)).isEqualTo("/etc/a 17e8f0e3fbfdea3b933ff85e2ecd75f0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc/passwd", "./usr/../../etc/passwd", "usr/.."})
    void refuses_paths_that_leave_the_root(String path) throws Exception {
        byte[] deb = SampleDeb.deb(List.of(Entry.file(path, "x")));
        assertThatThrownBy(() -> read(deb))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("leaves the package's root")
                .hasMessageContaining("at byte");
    }

    @Test
    void takes_absolute_and_untidy_paths_as_below_the_root() throws Exception {
        byte[] deb = SampleDeb.deb(List.of(
                Entry.directory("./"),
                Entry.file("/etc//./a", "a"),
                Entry.directory("usr/"),
                Entry.file("./usr/.b", "b")));
        assertThat(read(deb).entries()).containsKeys("", "etc/a", "usr", "usr/.b");
    }

    @Test
    void leaves_devices_out() throws Exception {
        byte[] deb = SampleDeb.deb(List.of(
                Entry.directory("./dev/"), new Entry("./dev/null", (byte) '3', "", ""), Entry.file("./usr/a", "a")));
        assertThat(read(deb).entries()).containsKeys("dev", "usr/a").doesNotContainKey("dev/null");
    }

    @Test
    void refuses_what_cannot_be_in_an_image() throws Exception {
        byte[] hardlink = SampleDeb.deb(List.of(new Entry("./a", (byte) '1', "./b", "")));
        assertThatThrownBy(() -> read(hardlink)).hasMessageContaining("hard link to 'b', which is no file before it");
        byte[] unknown = SampleDeb.deb(List.of(new Entry("./a", (byte) 'Q', "", "")));
        assertThatThrownBy(() -> read(unknown)).hasMessageContaining("unknown tar type 'Q'");
        byte[] name =
                SampleDeb.deb(List.of(Entry.file("./control", SampleDeb.CONTROL.replace("sample", "../x"))), List.of());
        assertThatThrownBy(() -> read(name)).hasMessageContaining("'../x' 'amd64' are no package name");
    }

    @Test
    void refuses_files_that_are_no_packages() throws Exception {
        assertThatThrownBy(() -> read("PK\3\4".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("sample.deb: not a Debian package");
        byte[] version = "2.0\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> read(SampleDeb.ar("debian-binary", version, "other", version)))
                .hasMessageContaining("expected member 'control.tar', found 'other'");
        assertThatThrownBy(() -> read(SampleDeb.ar("debian-binary", version, "control.tar.lzma", version)))
                .hasMessageContaining("packed with something else than gzip, xz or zstd");
        assertThatThrownBy(() -> read(SampleDeb.ar("debian-binary", version, "control.tar.xz", version)))
                .hasMessageContaining("sample.deb");
        assertThatThrownBy(() -> read(SampleDeb.ar("debian-binary", "3.0\n".getBytes(StandardCharsets.US_ASCII))))
                .hasMessageContaining("deb format '3.0' is not known");
        assertThatThrownBy(() -> read(SampleDeb.deb(List.of(Entry.file("x", "")), List.of())))
                .hasMessageContaining("no file 'control'");
    }

    @Test
    void skips_members_whose_name_begins_with_an_underscore() throws Exception {
        byte[] plain = SampleDeb.tar(List.of(Entry.file("./control", SampleDeb.CONTROL)));
        byte[] deb = SampleDeb.ar(
                "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII),
                "_note", new byte[] {1, 2, 3},
                "control.tar.gz", SampleDeb.gzip(plain),
                "data.tar", SampleDeb.tar(List.of(Entry.file("./a", "a"))));
        assertThat(read(deb).text("a")).isEqualTo("a");
    }

    @Test
    void refuses_a_package_that_is_cut_off_anywhere() throws Exception {
        byte[] control = SampleDeb.gzip(SampleDeb.tar(List.of(Entry.file("./control", SampleDeb.CONTROL))));
        byte[] data = SampleDeb.tar(List.of(Entry.directory("./usr/"), Entry.file("./usr/a", "content")));
        byte[] version = "2.0\n".getBytes(StandardCharsets.US_ASCII);
        byte[] deb = SampleDeb.ar("debian-binary", version, "control.tar.gz", control, "data.tar", data);
        // The archive ends with at least two empty blocks; one is enough to know that nothing is missing.
        int needed = deb.length - data.length + 512 + 512 + 512 + 512;
        for (int length = 0; length < needed; length++) {
            byte[] cut = java.util.Arrays.copyOf(deb, length);
            assertThatThrownBy(() -> read(cut)).as("cut at %d", length).isInstanceOf(PackageFormatException.class);
        }
        assertThat(read(deb).text("usr/a")).isEqualTo("content");
    }

    @Test
    void survives_flipped_bits() throws Exception {
        byte[] deb = SampleDeb.deb(
                List.of(Entry.file("./control", SampleDeb.CONTROL), Entry.file("./conffiles", "/usr/a\n")),
                List.of(
                        Entry.directory("./usr/"),
                        Entry.file("./usr/a", "content"),
                        new Entry("./usr/" + "n".repeat(120), (byte) '2', "l".repeat(120), "")));
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = deb.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                read(damaged);
            } catch (PackageFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void refuses_archives_beyond_the_limits() throws Exception {
        byte[] tar = SampleDeb.tar(List.of(Entry.file("a", "12345"), Entry.file("b", "12345"), Entry.file("c", "1")));
        assertThatThrownBy(() -> walk(tar, new TarReader.Limits(2, 100))).hasMessageContaining("more than 2 entries");
        assertThatThrownBy(() -> walk(tar, new TarReader.Limits(10, 10)))
                .hasMessageContaining("unpacks to more than 10 bytes");
        walk(tar, new TarReader.Limits(3, 11));
    }

    private static void walk(byte[] tar, TarReader.Limits limits) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(tar), "x", limits);
        while (reader.next().isPresent()) {
            // Only the headers count here.
        }
    }
}
