package org.atomsmith.rpm.md;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.compress.Compression;
import org.junit.jupiter.api.Test;

class MetadataParsersTest {
    private static final String DIGEST = "90f61e546938a11449b710160ad294618a5bd3062e46f8cf851fd0088af184b7";
    private static final String PRIMARY = """
            <?xml version="1.0" encoding="UTF-8"?>
            <metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="1">
            <package type="rpm"><name>a</name><arch>noarch</arch><version epoch="1" ver="2" rel="3"/>
            <checksum type="sha256" pkgid="YES">%s</checksum>
            <summary>A &amp; B</summary><description>x</description><time file="1" build="5"/>
            <size package="10" installed="20" archive="30"/><location href="a.rpm"/>
            <format><rpm:license>MIT</rpm:license><rpm:sourcerpm>src-a-2-3.src.rpm</rpm:sourcerpm>
            <rpm:provides><rpm:entry name="v" flags="EQ" epoch="0" ver="1"/><rpm:entry name="w"/></rpm:provides>
            <rpm:requires><rpm:entry name="(b if c)"/><rpm:entry name="rpmlib(X)" flags="LE" ver="1"/>
            <rpm:entry name="d" flags="GE" epoch="0" ver="4" rel="1" pre="1"/></rpm:requires>
            <file>/usr/bin/a</file><file type="dir">/etc/a</file></format></package></metadata>
            """.formatted(DIGEST);

    @Test
    void reads_a_package() throws IOException {
        assertThat(parse(PRIMARY)).singleElement().satisfies(p -> {
            assertThat(p.nevra()).hasToString("a-1:2-3.noarch");
            assertThat(p.requires())
                    .map(r -> r + "")
                    .containsExactly(
                            "Requirement[dependency=(b if c), pre=false]",
                            "Requirement[dependency=d >= 4-1, pre=true]");
            assertThat(p.provides())
                    .containsExactly(
                            new Capability("v", Optional.of(new Evr(0, "1", ""))),
                            new Capability("w", Optional.empty()),
                            new Capability("a", Optional.of(new Evr(1, "2", "3"))));
            assertThat(p.files()).containsExactly("/usr/bin/a", "/etc/a");
            assertThat(p.info()).isEqualTo(new RpmPackage.Info("A & B", "MIT", "", "", "src-a-2-3", 5, 20));
            assertThat(p.location()).isEqualTo(new RpmPackage.Location("test", "a.rpm", 10, DIGEST));
            assertThat(p.essential()).isFalse();
        });
    }

    @Test
    void reads_the_repositories_of_createrepo() throws IOException {
        int packages = 0;
        for (Path repodata : repodata()) {
            Repomd repomd = Repomd.parse(Files.readAllBytes(repodata.resolve("repomd.xml")), repodata.toString());
            assertThat(repomd.files()).containsKeys("primary", "filelists", "other");
            List<RpmPackage> read = new ArrayList<>();
            List<String> paths = new ArrayList<>();
            try (InputStream in = open(repodata, repomd.files().get("primary"))) {
                PrimaryParser.parse(in, "primary", "r", read::add);
            }
            try (InputStream in = open(repodata, repomd.files().get("filelists"))) {
                FilelistsParser.parse(in, "filelists", paths(paths));
            }
            for (RpmPackage p : read) {
                p.files().forEach(f -> assertThat(paths).contains(p.location().sha256() + f));
            }
            packages += read.size();
        }
        assertThat(packages).isGreaterThan(6);
    }

    @Test
    void reads_as_many_packages_as_the_largest_distributions_have() throws IOException {
        int start = PRIMARY.indexOf("<package ");
        int end = PRIMARY.indexOf("</metadata>");
        byte[] one = PRIMARY.substring(start, end).getBytes(StandardCharsets.UTF_8);
        byte[] head = PRIMARY.substring(0, start).getBytes(StandardCharsets.UTF_8);
        byte[] tail = PRIMARY.substring(end).getBytes(StandardCharsets.UTF_8);
        int[] count = {0};
        List<InputStream> parts = new ArrayList<>(List.of(new ByteArrayInputStream(head)));
        for (int i = 0; i < 70_000; i++) {
            parts.add(new ByteArrayInputStream(one));
        }
        parts.add(new ByteArrayInputStream(tail));
        InputStream all = new SequenceInputStream(Collections.enumeration(parts));
        PrimaryParser.parse(all, "p", "r", p -> count[0]++);
        assertThat(count[0]).isEqualTo(70_000);
    }

    @Test
    void what_createrepo_broke_on_purpose_is_read_or_refused_with_its_place() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.of("repodata/modified_repo_files"))) {
            for (Path file : files.sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                try {
                    if (file.toString().endsWith("primary.xml")) {
                        PrimaryParser.parse(new ByteArrayInputStream(bytes), file.toString(), "r", p -> {});
                    } else if (file.toString().endsWith("filelists.xml")) {
                        FilelistsParser.parse(
                                new ByteArrayInputStream(bytes), file.toString(), paths(new ArrayList<>()));
                    } else if (file.toString().endsWith("repomd.xml")) {
                        Repomd.parse(bytes, file.toString());
                    }
                } catch (PackageFormatException e) {
                    assertThat(e).hasMessageMatching("(?s)" + file + ".*");
                }
            }
        }
        assertThatThrownBy(() -> PrimaryParser.parse(
                        Files.newInputStream(Fixtures.of("repodata/modified_repo_files/error_00-primary.xml")),
                        "p",
                        "r",
                        p -> {}))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageMatching("p:\\d+:\\d+: package 'fake_bash' has no checksum");
    }

    @Test
    void other_digests_than_sha256_say_what_to_do() {
        assertThatThrownBy(() -> parse(PRIMARY.replace("type=\"sha256\"", "type=\"sha512\"")))
                .hasMessageContaining("package 'a' is listed with a digest of kind 'sha512'")
                .hasMessageContaining("createrepo_c --checksum sha256");
    }

    @Test
    void what_could_lead_out_of_the_repository_is_refused() {
        for (String href : List.of("../a.rpm", "/etc/passwd", "x/../../a.rpm", "file:///a.rpm", "")) {
            assertThatThrownBy(() -> parse(PRIMARY.replace("href=\"a.rpm\"", "href=\"" + href + "\"")))
                    .as(href)
                    .isInstanceOf(PackageFormatException.class)
                    .hasMessageContaining("is not a path below the repository");
        }
        for (String name : List.of("../a", "a b", "a/b")) {
            assertThatThrownBy(() -> parse(PRIMARY.replace("<name>a<", "<name>" + name + "<")))
                    .as(name)
                    .isInstanceOf(PackageFormatException.class)
                    .hasMessageContaining("cannot be a name");
        }
    }

    @Test
    void another_base_makes_an_address_of_its_own() throws IOException {
        String elsewhere = PRIMARY.replace("href=", "xml:base=\"https://other/repo\" href=");
        assertThat(parse(elsewhere).getFirst().location().href()).isEqualTo("https://other/repo/a.rpm");
    }

    @Test
    void entities_and_document_types_are_never_expanded() {
        String dtd = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\"><!ENTITY f \"ffff\">]><metadata";
        for (String entity : List.of("&e;", "&f;")) {
            assertThatThrownBy(() -> parse(PRIMARY.replace("<metadata", dtd).replace("A &amp; B", entity)))
                    .isInstanceOf(PackageFormatException.class)
                    .hasMessageContaining("the XML cannot be read");
        }
    }

    @Test
    void depth_and_text_are_limited() {
        assertThatThrownBy(() -> parse(PRIMARY.replace("<description>x", "<description>" + "<a>".repeat(100))))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("nested deeper than 32");
        assertThatThrownBy(() -> parse(PRIMARY.replace("A &amp; B", "x".repeat(2_000_000))))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("longer than 1048576");
    }

    @Test
    void truncated_at_every_offset_or_with_flipped_bits_it_is_refused_or_read() throws IOException {
        byte[] bytes = PRIMARY.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> parse(cut))
                    .isInstanceOf(PackageFormatException.class)
                    .hasMessageStartingWith("p");
        }
        Random random = new Random(4);
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            try {
                parse(flipped);
            } catch (PackageFormatException e) {
                assertThat(e).hasMessageStartingWith("p");
            }
        }
    }

    @Test
    void a_repomd_without_the_needed_facts_is_refused() {
        assertThatThrownBy(() -> Repomd.parse("<html/>".getBytes(StandardCharsets.UTF_8), "http://m/repomd.xml"))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("expected <repomd>, found <html>");
        assertThatThrownBy(() -> Repomd.parse(
                        "<repomd><data type=\"primary\"><location href=\"x\"/></data></repomd>"
                                .getBytes(StandardCharsets.UTF_8),
                        "m"))
                .hasMessageContaining("metadata of type 'primary' has no checksum");
    }

    private static FilelistsParser.Sink paths(List<String> into) {
        return new FilelistsParser.Sink() {
            private String digest = "";

            @Override
            public void rpm(String sha256) {
                digest = sha256;
            }

            @Override
            public void path(String path) {
                into.add(digest + path);
            }
        };
    }

    private static List<RpmPackage> parse(String xml) throws IOException {
        return parse(xml.strip().getBytes(StandardCharsets.UTF_8));
    }

    private static List<RpmPackage> parse(byte[] xml) throws IOException {
        List<RpmPackage> packages = new ArrayList<>();
        PrimaryParser.parse(new ByteArrayInputStream(xml), "p", "test", packages::add);
        return packages;
    }

    private static InputStream open(Path repodata, Repomd.MetadataFile file) throws IOException {
        return Compression.decompress(Files.newInputStream(repodata.resolveSibling(file.href())), file.href());
    }

    private static List<Path> repodata() throws IOException {
        try (Stream<Path> all = Files.walk(Fixtures.of("repodata"))) {
            return all.filter(p -> p.endsWith("repomd.xml"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }
}
