package org.atomsmith.rpm.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.PackageHeader.Scriptlet;
import org.atomsmith.rpm.extract.PackageExtraction;
import org.atomsmith.rpm.file.PackageFile;
import org.atomsmith.rpm.file.RpmBuild;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.file.RpmFormat;
import org.atomsmith.rpm.openpgp.Gpg;
import org.atomsmith.rpm.openpgp.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that we write, judged by rpm and read back. */
class RpmWriterTest {
    private static final Instant TIME = Instant.ofEpochSecond(Samples.TIME);

    @TempDir
    Path temp;

    private static List<SpecFile> files() {
        SpecFile original = Samples.file("/usr/bin/written", 04755, "#!/bin/sh\n");
        SpecFile again = new SpecFile(
                "/usr/bin/again",
                original.mode(),
                0,
                Samples.TIME,
                "root",
                "root",
                "",
                Optional.of("/usr/bin/written"),
                0,
                "",
                InputStream::nullInputStream);
        SpecFile capable = new SpecFile(
                "/usr/bin/zap",
                0100755,
                3,
                Samples.TIME,
                "root",
                "video",
                "",
                Optional.empty(),
                0,
                "cap_net_raw=ep",
                () -> new ByteArrayInputStream(new byte[] {1, 2, 3}));
        SpecFile ghost = new SpecFile(
                "/var/lib/written/later",
                0100600,
                0,
                Samples.TIME,
                "root",
                "root",
                "",
                Optional.empty(),
                SpecFile.GHOST,
                "",
                InputStream::nullInputStream);
        SpecFile configuration = new SpecFile(
                "/etc/written.conf",
                0100644,
                5,
                Samples.TIME,
                "root",
                "root",
                "",
                Optional.empty(),
                SpecFile.CONFIG | SpecFile.NOREPLACE,
                "",
                () -> new ByteArrayInputStream("a = b".getBytes(StandardCharsets.UTF_8)));
        return List.of(
                ghost,
                original,
                again,
                capable,
                configuration,
                Samples.directory("/var/lib/written", 01777),
                Samples.link("/usr/bin/link", "written"),
                Samples.file("/usr/share/ü x", 0644, "ü"),
                Samples.file("/usr/bin-a", 0644, ""),
                Samples.directory("/usr/bin", 0755));
    }

    @ParameterizedTest
    @EnumSource
    void rpm_takes_every_compression(PayloadCompression compression) throws IOException {
        Fixtures.requireProgram("rpm");
        for (RpmWriter.Format format : RpmWriter.Format.values()) {
            Path rpm = temp.resolve(compression + "-" + format + ".rpm");
            int level = compression == PayloadCompression.NONE ? 0 : 2;
            new RpmWriter(format, compression, level, List.of(), TIME).write(Samples.spec(files()), rpm);
            assertThat(RpmBuild.run(temp, List.of("rpm", "-K", "--nosignature", rpm.toString())))
                    .contains("digests OK");
            Path theirs = Files.createTempDirectory(temp, "theirs");
            // rpm2cpio refuses sizes of 64 bits, which format 6 always has; rpm2archive 4.18 forgets symbolic links.
            boolean old = format == RpmWriter.Format.V4;
            String unpack =
                    old ? "rpm2cpio '" + rpm + "' | cpio -idm --quiet" : "rpm2archive -n - < '" + rpm + "' | tar -x";
            RpmBuild.run(temp, List.of("sh", "-c", "cd '" + theirs + "' && " + unpack));
            assertThat(theirs.resolve("usr/share/ü x")).hasContent("ü");
            assertThat(theirs.resolve("usr/bin/again")).hasContent("#!/bin/sh");
            Path ours = temp.resolve("ours-" + compression + format);
            var result = new PackageExtraction(Optional.empty()).extract(rpm, "written", ours);
            assertThat(result.files()).isEqualTo(5);
            if (!old) {
                RpmBuild.run(temp, List.of("find", ours.toString(), "-type", "l", "-delete"));
            }
            assertThat(RpmBuild.run(temp, List.of("diff", "-r", theirs.toString(), ours.toString())))
                    .isEmpty();
        }
    }

    @Test
    void rpm_installs_it() throws IOException {
        Fixtures.requireProgram("rpm");
        Path rpm = temp.resolve("a.rpm");
        Samples.writer().write(Samples.spec(files()), rpm);
        Path root = Files.createDirectories(temp.resolve("root"));
        RpmBuild.run(
                temp,
                List.of(
                        "rpm",
                        "--root",
                        root.toString(),
                        "-i",
                        "--nodeps",
                        "--noscripts",
                        "--nosignature",
                        rpm.toString()));
        assertThat(root.resolve("usr/bin/written")).hasContent("#!/bin/sh");
        assertThat(RpmBuild.run(
                        temp, List.of("rpm", "--root", root.toString(), "-V", "--nodeps", "--noscripts", "written")))
                .isEmpty();
        assertThat(RpmBuild.run(temp, List.of("rpm", "--root", root.toString(), "-qf", "/usr/bin/again")))
                .isNotEmpty();
    }

    @Test
    void rpm_reads_what_was_written() throws IOException {
        Fixtures.requireProgram("rpm");
        Path rpm = temp.resolve("a.rpm");
        Samples.writer().write(Samples.spec(files()), rpm);
        assertThat(RpmBuild.query(temp, rpm, "%{NEVRA}|%{SUMMARY}|%{LICENSE}|%{SIZE}|%{ARCHIVESIZE}"))
                .matches("written-3:1\\.2~rc1-4\\.noarch\\|A package – written\\|MIT\\|20\\|[0-9]+");
        assertThat(RpmBuild.query(temp, rpm, "[%{REQUIRENEVRS}\\n]").lines())
                .contains("(a or b)", "bash >= 5.0", "/bin/sh", "rpmlib(RichDependencies) <= 4.12.0-1")
                .contains("rpmlib(TildeInVersions) <= 4.10.0-1", "rpmlib(FileCaps) <= 4.6.1-1");
        assertThat(RpmBuild.query(temp, rpm, "[%{FILENAMES} %{FILEMODES:perms} %{FILEFLAGS:fflags} %{FILENLINKS}\\n]"))
                .contains("/etc/written.conf -rw-r--r-- cn 1\n", "/var/lib/written/later -rw------- g 1\n")
                .contains("/usr/bin/again -rwsr-xr-x  2\n", "/usr/bin/written -rwsr-xr-x  2\n");
    }

    @Test
    void it_reads_back() throws IOException {
        Path rpm = temp.resolve("a.rpm");
        Samples.writer().write(Samples.spec(files()), rpm);
        PackageHeader header = RpmFormat.unsigned().read(rpm, (entry, content) -> {});
        assertThat(header.nevra()).hasToString("written-3:1.2~rc1-4.noarch");
        assertThat(header.attributes()).containsEntry("kind", "sample");
        assertThat(header.scriptlets())
                .containsExactly(
                        new Scriptlet("pre", "/bin/sh", "echo pre"),
                        new Scriptlet("post", "/sbin/ldconfig", ""),
                        new Scriptlet("posttrans", "<lua>", "print(1)"));
        assertThat(PackageFile.list(RpmFile.read(rpm)).stream().map(PackageFile::path))
                .isSorted()
                .hasSize(10);
    }

    @Test
    void the_same_specification_gives_the_same_bytes() throws IOException {
        Path one = temp.resolve("one.rpm");
        Path other = temp.resolve("other.rpm");
        RpmWriter writer = new RpmWriter(RpmWriter.Format.V4, PayloadCompression.ZSTD, 3, List.of(), TIME);
        writer.write(Samples.spec(files()), one);
        writer.write(Samples.spec(files().reversed()), other);
        assertThat(one).hasSameBinaryContentAs(other);
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).containsExactlyInAnyOrder(one, other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "ed25519"})
    void rpm_takes_its_signature(String algorithm) throws IOException {
        Fixtures.requireProgram("rpm");
        try (Gpg gpg = new Gpg(temp)) {
            String fingerprint = gpg.key("signer", algorithm, "sign", "0");
            byte[] secret = gpg.run("--export-secret-keys", fingerprint);
            SigningKey key = SigningKey.parse(secret, new char[0], "key");
            assertThat(key.fingerprint()).isEqualTo(fingerprint);
            Path certificate = Files.write(temp.resolve("key.asc"), key.certificate());
            String database = temp.resolve("db").toString();
            RpmBuild.run(temp, List.of("rpmkeys", "--dbpath", database, "--import", certificate.toString()));
            for (RpmWriter.Format format : RpmWriter.Format.values()) {
                Path rpm = temp.resolve(format + ".rpm");
                RpmWriter writer = new RpmWriter(format, PayloadCompression.GZIP, 6, List.of(key), Instant.EPOCH);
                writer.write(Samples.spec(files()), rpm);
                byte[] first = Files.readAllBytes(rpm);
                writer.write(Samples.spec(files()), rpm);
                assertThat(rpm).hasBinaryContent(first);
                if (format == RpmWriter.Format.V4) {
                    assertThat(RpmBuild.run(temp, List.of("rpmkeys", "--dbpath", database, "-Kv", rpm.toString())))
                            .containsPattern("Header V4 (RSA|EdDSA)/SHA512 Signature, key ID [0-9a-f]+: OK")
                            .contains("Payload SHA256 digest: OK", "MD5 digest: OK");
                }
            }
        }
    }

    @Test
    void a_specification_that_contradicts_itself_is_refused() {
        SpecFile twice = Samples.file("/a", 0644, "");
        Path rpm = temp.resolve("a.rpm");
        assertThatThrownBy(() -> Samples.writer().write(Samples.spec(List.of(twice, twice)), rpm))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/a is there twice");
        assertThatThrownBy(() -> new RpmWriter(RpmWriter.Format.V4, PayloadCompression.ZSTD, 99, List.of(), TIME))
                .hasMessageContaining("zstd has the levels 1 to 19");
        assertThat(rpm).doesNotExist();
    }
}
