package org.atomsmith.rpm.md;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.compress.Compression;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupsModulesAdvisoriesTest {
    @TempDir
    Path temp;

    @Test
    void reads_comps_in_every_compression() throws IOException {
        List<Comps> read = new ArrayList<>();
        try (Stream<Path> files = Files.list(Fixtures.of("repodata/other_metadata"))) {
            for (Path file : files.sorted().toList()) {
                try (InputStream in = Compression.decompress(Files.newInputStream(file), file.toString())) {
                    read.add(CompsParser.parse(in, file.toString()));
                }
            }
        }
        assertThat(read).hasSize(5).containsOnly(read.getFirst());
        Comps comps = read.getFirst();
        assertThat(comps.groups()).isNotEmpty().allMatch(g -> !g.name().isEmpty());
        assertThat(comps.environment("gnome-desktop-environment")).hasValueSatisfying(e -> {
            assertThat(e.name()).isEqualTo("GNOME Desktop");
            assertThat(e.order()).isEqualTo(5);
            assertThat(e.options()).containsExactly(new Comps.Environment.Option("3d-printing", false));
        });
        assertThat(comps.categories())
                .singleElement()
                .satisfies(c -> assertThat(c.id()).isEqualTo("gnome-desktop-environment"));
        assertThat(comps.langpacks()).containsEntry("aspell", "aspell-%s");
    }

    @Test
    void reads_members_of_every_kind() throws IOException {
        Comps comps = comps("""
                <comps><group><id>g</id><name>G</name><name xml:lang="de">DE</name><default>true</default>
                <uservisible>false</uservisible><langonly>cs</langonly><packagelist>
                <packagereq type="mandatory">m</packagereq><packagereq type="default" basearchonly="true">d</packagereq>
                <packagereq type="optional">o</packagereq>
                <packagereq type="conditional" requires="r">c</packagereq></packagelist></group></comps>""");
        assertThat(comps.group("g")).hasValueSatisfying(g -> {
            assertThat(g.name()).isEqualTo("G");
            assertThat(g.byDefault()).isTrue();
            assertThat(g.visible()).isFalse();
            assertThat(g.language()).isEqualTo("cs");
            assertThat(g.packages())
                    .containsExactly(
                            new Comps.GroupPackage("m", Comps.Membership.MANDATORY, "", false),
                            new Comps.GroupPackage("d", Comps.Membership.DEFAULT, "", true),
                            new Comps.GroupPackage("o", Comps.Membership.OPTIONAL, "", false),
                            new Comps.GroupPackage("c", Comps.Membership.CONDITIONAL, "r", false));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<comps><group><name>x</name></group></comps> | c:1:29: a group has no <id>",
                "<comps><group><id>g</id><default>so</default></group></comps> | c:1:36: expected true or false, found 'so'",
                "<comps>\\n <group><id>g</id><packagelist><packagereq type=\"odd\">x</packagereq></packagelist></group></comps>"
                        + " | c:2:32: a package of group 'g' has the type 'odd'; expected mandatory",
                "<updates/> | c:1:1: expected <comps>, found <updates>",
                "<comps><group></comps> | c:1:15: the XML cannot be read: expected </group>, found </comps>",
                "<!DOCTYPE comps [<!ENTITY a 'b'>]><comps/> | c:1:1: the XML cannot be read: a document type with",
                "<comps a=b/> | c:1:1: the XML cannot be read: attribute 'a' of <comps>: expected a quote, found 'b'",
            })
    void names_the_place_of_what_is_wrong(String document, String message) {
        assertThatThrownBy(() -> comps(document.replace("\\n", "\n")))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void reads_everything_of_a_repository_with_additional_metadata() throws IOException {
        Path repository = Fixtures.of("repodata/repo_with_additional_metadata");
        RepoDefinition definition = RepoFile.parse(
                        "[t]\nbaseurl=" + repository.toUri() + "\ngpgcheck=0\n", "t.repo", temp)
                .define("t", Map.of())
                .orElseThrow();
        RpmRepository opened = RpmRepository.open(
                definition, new DownloadCache(temp, false), InstantSource.system(), EventSink.none());
        assertThat(opened.comps().group("20d-printing"))
                .hasValueSatisfying(g -> assertThat(g.packages()).isNotEmpty());
        Modules modules = Modules.of(opened);
        assertThat(modules.streams()).hasSize(64);
        assertThat(modules.defaults()).hasSize(17);
        assertThat(modules.streams().getFirst()).satisfies(stream -> {
            assertThat(stream).hasToString("testmodule:master:3020190115184641:a5b0195c:x86_64");
            assertThat(stream.requires()).containsExactly(Map.of("platform", List.of("f30")));
            assertThat(stream.profiles()).containsEntry("default", List.of("tangerine"));
            assertThat(stream.artifacts()).contains("dwm-0:6.1-8.module_f30+2696+4b2456b0.x86_64");
        });
        assertThat(modules.streams().get(1).stream()).isEqualTo("3.0");
        List<Advisory> advisories = new ArrayList<>();
        opened.advisories(advisories::add);
        assertThat(advisories).singleElement().satisfies(a -> {
            assertThat(a.type()).isEqualTo("enhancement");
            assertThat(a.references()).hasSize(1);
            assertThat(a.collections().getFirst().packages())
                    .singleElement()
                    .satisfies(p -> assertThat(p.filename()).endsWith(".rpm"));
        });
        Map<String, Integer> changes = new TreeMap<>();
        opened.changelogs((sha256, log) -> changes.put(sha256, log.size()));
        assertThat(changes.keySet())
                .containsExactlyInAnyOrderElementsOf(opened.packages().stream()
                        .map(p -> p.location().sha256())
                        .toList());
    }

    @Test
    void reads_all_advisories_of_createrepo() throws IOException {
        int[] count = {0};
        try (Stream<Path> files = Files.list(Fixtures.of("repodata/updateinfo_files"))) {
            for (Path file : files.sorted().toList()) {
                try (InputStream in = Compression.decompress(Files.newInputStream(file), file.toString())) {
                    UpdateInfoParser.parse(in, file.toString(), a -> count[0]++);
                }
            }
        }
        assertThat(count[0]).isGreaterThan(5);
        List<Advisory> read = new ArrayList<>();
        Path odd = Fixtures.of("repodata/modified_repo_files/updateinfo_ampersand.xml");
        UpdateInfoParser.parse(Files.newInputStream(odd), "u", read::add);
        assertThat(read.getFirst().id()).isEqualTo("foobarupd&ate_1");
        assertThat(read.getFirst()
                        .collections()
                        .getFirst()
                        .packages()
                        .getFirst()
                        .name())
                .isEqualTo("ba&r");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "document: modulemd\\nversion: 2\\ndata:\\n  name: m | m:4:3: there is no key 'stream'",
                "document: modulemd\\nversion: 2\\ndata: [a] | m:3:7: expected a mapping, found a list",
                "document: a\\ndocument: b | m:2:1: key 'document' occurs twice",
                "document: &a x\\nversion: *b | m:2:10: '*b' refers to nothing before it",
                "document: &a [*a]\\nversion: 1 | m:1:15: '*a' refers to nothing before it",
                "document: [a | m:1:13:",
                "version: 2 | m:1:1: there is no key 'document'",
            })
    void names_the_place_of_what_is_wrong_in_modules(String document, String message) {
        assertThatThrownBy(() -> ModulesParser.parse(bytes(document.replace("\\n", "\n")), "m"))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void a_stream_whose_name_is_a_number_keeps_its_text_and_obsoletes_name_the_successor() throws IOException {
        Modules modules = ModulesParser.parse(bytes("""
                ---
                document: modulemd
                version: 2
                data: {name: perl, stream: 5.30, version: 8, context: c}
                ---
                document: modulemd-translations
                version: 1
                data: {}
                ---
                document: modulemd-obsoletes
                version: 1
                data:
                  module: perl
                  stream: 5.30
                  modified: 2021-06-01T00:00Z
                  message: gone
                  obsoleted_by: {module: perl, stream: "5.32"}
                """), "m");
        assertThat(modules.streams())
                .singleElement()
                .satisfies(s -> assertThat(s.stream()).isEqualTo("5.30"));
        assertThat(modules.obsoletes())
                .singleElement()
                .satisfies(o -> assertThat(o.successor()).isEqualTo("perl:5.32"));
    }

    private static Comps comps(String document) throws IOException {
        return CompsParser.parse(bytes(document), "c");
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
