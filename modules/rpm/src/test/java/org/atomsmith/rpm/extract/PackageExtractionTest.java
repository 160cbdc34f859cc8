package org.atomsmith.rpm.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.file.RpmBuild;
import org.atomsmith.rpm.query.RichPackage;
import org.atomsmith.rpm.write.Samples;
import org.atomsmith.rpm.write.SpecFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacking, judged by {@code rpm2cpio | cpio}. */
class PackageExtractionTest {
    private static final PackageExtraction EXTRACTION = new PackageExtraction(Optional.empty());

    @TempDir
    Path temp;

    @Test
    void unpacks_what_cpio_unpacks() throws IOException {
        Fixtures.requireProgram("rpm2cpio");
        Fixtures.requireProgram("cpio");
        int files = 0;
        List<Path> packages = new ArrayList<>();
        try (Stream<Path> fixtures = Files.list(Fixtures.of("rpm"))) {
            packages.addAll(fixtures.filter(p -> p.toString().endsWith(".rpm")).toList());
        }
        for (String compression : List.of("w9.gzdio", "w2.xzdio", "w3.zstdio", "w.ufdio")) {
            packages.add(RichPackage.build(temp, "_binary_payload " + compression));
        }
        for (Path each : packages) {
            Path ours = Files.createTempDirectory(temp, "ours").resolve("tree");
            Path theirs = Files.createTempDirectory(temp, "theirs");
            files += EXTRACTION.extract(each, each.toString(), ours).files();
            RpmBuild.run(
                    temp, List.of("sh", "-c", "cd '" + theirs + "' && rpm2cpio '" + each + "' | cpio -idm --quiet"));
            assertThat(listing(ours)).as(each.toString()).isEqualTo(listing(theirs));
        }
        assertThat(files).isGreaterThan(20);
    }

    /** Path, type, mode, links, size, time and target of everything, and the content of files. */
    private String listing(Path tree) throws IOException {
        return RpmBuild.run(
                temp,
                List.of(
                        "sh",
                        "-c",
                        "cd '" + tree + "' && find . -mindepth 1 -type d -printf '%P %y %m\\n' -o -mindepth 1"
                                + " -printf '%P %y %m %n %s %TY%Tm%Td%TH%TM %l\\n' | LC_ALL=C sort;"
                                + " find . -type f -exec sha256sum {} + | LC_ALL=C sort"));
    }

    @Test
    void needs_an_empty_place() throws IOException {
        Path rpm = RichPackage.build(temp);
        Path out = Files.createDirectories(temp.resolve("out"));
        Files.writeString(out.resolve("mine"), "mine");
        assertThatThrownBy(() -> EXTRACTION.extract(rpm, "rich.rpm", out))
                .isInstanceOf(DirectoryNotEmptyException.class);
        Files.delete(out.resolve("mine"));
        EXTRACTION.extract(rpm, "rich.rpm", out);
        assertThat(out.resolve("usr/bin/hello")).hasContent("hello");
    }

    @Test
    void nothing_is_written_through_a_link_of_the_package() throws IOException {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        List<SpecFile> files =
                List.of(Samples.link("/etc/dir", outside.toString()), Samples.file("/etc/dir/evil", 0644, "evil"));
        Path rpm = temp.resolve("evil.rpm");
        Samples.writer().write(Samples.spec(files), rpm);
        Path out = temp.resolve("out");
        assertThatThrownBy(() -> EXTRACTION.extract(rpm, "evil.rpm", out))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("'/etc/dir/evil' lies below '/etc/dir'");
        assertThat(outside).isEmptyDirectory();
        assertThat(out).doesNotExist();
    }

    @Test
    void what_cannot_fit_is_not_begun() throws IOException {
        Path rpm = temp.resolve("bomb.rpm");
        Samples.writer().write(Samples.spec(List.of(Samples.file("/x", 0644, "x".repeat(70_000)))), rpm);
        byte[] bytes = Files.readAllBytes(rpm);
        Path bomb = Files.write(temp.resolve("bomb2.rpm"), Samples.withFileSize(bytes, 70_000, 0x7fffffff));
        assertThatThrownBy(() -> EXTRACTION.extract(bomb, "bomb2.rpm", temp.resolve("out")))
                .isInstanceOf(IOException.class);
        assertThat(temp.resolve("out")).doesNotExist();
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.map(p -> p.getFileName().toString())).noneMatch(n -> n.startsWith(".out"));
        }
    }

    @Test
    void a_name_that_leads_out_cannot_even_be_written() {
        assertThatThrownBy(() -> Samples.file("/etc/../../x", 0644, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a plain absolute path");
    }
}
