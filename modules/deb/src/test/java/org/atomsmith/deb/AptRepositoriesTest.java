package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.atomsmith.event.Event;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.FetchException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptRepositoriesTest {
    private static final String LIST = SampleArchive.stanza("bash", "5.2-1", "Essential: yes\nProvides: shell\n")
            + SampleArchive.stanza("mta", "1-1", "Provides: mail (= 2)\nMulti-Arch: foreign\n")
            + SampleArchive.stanza("plugin", "1", "Enhances: mta\n");

    @TempDir
    Path temp;

    private SampleArchive archive;
    private final List<Event> events = new ArrayList<>();
    private Instant now = SampleArchive.SIGNED.plus(Duration.ofHours(1));

    @BeforeEach
    void makes_an_archive() throws IOException {
        archive = new SampleArchive(temp);
    }

    @AfterEach
    void ends_gnupg() throws IOException {
        archive.close();
    }

    private List<Repository> open(String text, boolean offline) throws IOException {
        Path cache = temp.resolve("cache");
        List<AptSource> sources = SourcesFile.parse(text, "test.sources", temp);
        return new AptRepositories(
                        new DownloadCache(cache, offline),
                        cache,
                        InstantSource.fixed(now),
                        temp.resolve("machine"),
                        "x86_64")
                .open("test", sources, events::add);
    }

    private String source(String suites, String components, String more) {
        return "Types: deb\nURIs: " + archive.directory().toUri() + "\nSuites: " + suites + "\nComponents: "
                + components + "\n" + more;
    }

    private String signed() {
        return "Signed-By: " + archive.keyring() + "\n";
    }

    private Repository open(String suites, String components) throws IOException {
        return open(source(suites, components, signed()), false).getFirst();
    }

    private static List<String> text(Collection<RpmPackage> packages) {
        return packages.stream().map(p -> p.nevra().toString()).toList();
    }

    @Test
    void opens_a_signed_suite() throws Exception {
        archive.packages("main", LIST).sign("trixie", "", "archive");
        Repository repository = open("trixie", "main");
        assertThat(repository.id()).isEqualTo("test");
        assertThat(repository.bases()).containsExactly(archive.directory().toUri());
        assertThat(repository.names()).containsExactly("bash", "mta", "plugin");
        assertThat(text(repository.named("bash"))).containsExactly("bash-5.2-1.x86_64");
        assertThat(repository.named("shell")).isEmpty();
        assertThat(text(repository.providing("shell"))).containsExactly("bash-5.2-1.x86_64");
        assertThat(text(repository.providing("mta:any"))).containsExactly("mta-1-1.x86_64");
        assertThat(repository.providing("bash:any")).isEmpty();
        assertThat(repository.providing("/bin/sh")).isEmpty();
        assertThat(text(repository.essential())).containsExactly("bash-5.2-1.x86_64");
        assertThat(text(repository.reverseWeak())).containsExactly("plugin-1.x86_64");
        assertThat(repository.packages()).hasSize(3);
        assertThat(repository.named("bash").iterator().next())
                .isSameAs(repository.providing("shell").iterator().next());
    }

    @Test
    void opens_it_again_from_what_the_cache_holds() throws Exception {
        archive.packages("main", LIST).sign("trixie", "", "archive");
        String digest = open("trixie", "main").digest();
        Files.walk(temp.resolve("cache/downloads")).filter(Files::isRegularFile).forEach(AptRepositoriesTest::delete);
        assertThat(open("trixie", "main").digest()).isEqualTo(digest);
        try (Stream<Path> derived = Files.list(temp.resolve("cache/metadata"))) {
            derived.filter(p -> p.toString().endsWith(".index")).forEach(AptRepositoriesTest::delete);
        }
        assertThat(open("trixie", "main").names()).hasSize(3);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void its_digest_changes_exactly_when_its_lists_do() throws Exception {
        archive.packages("main", LIST).sign("trixie", "", "archive");
        String first = open("trixie", "main").digest();
        archive.sign("trixie", "Changelogs: elsewhere\n", "archive");
        assertThat(open("trixie", "main").digest()).isEqualTo(first);
        archive.begin()
                .packages("main", LIST + SampleArchive.stanza("new", "1", ""))
                .sign("trixie", "", "archive");
        assertThat(open("trixie", "main").digest()).isNotEqualTo(first);
    }

    @Test
    void shows_all_suites_and_components_with_each_package_once() throws Exception {
        archive.packages("main", LIST)
                .packages("contrib", SampleArchive.stanza("extra", "1", ""))
                .sign("trixie", "Acquire-By-Hash: yes\n", "archive");
        archive.begin()
                .packages(
                        "main",
                        SampleArchive.stanza("bash", "5.2-1", "Essential: yes\n")
                                + SampleArchive.stanza("bash", "5.2-2", "Essential: yes\n"))
                .packages("contrib", "")
                .sign("trixie-updates", "", "archive");
        Repository repository = open("trixie trixie-updates", "main contrib");
        assertThat(text(repository.named("bash"))).containsExactly("bash-5.2-1.x86_64", "bash-5.2-2.x86_64");
        assertThat(repository.essential()).hasSize(2);
        assertThat(repository.names()).containsExactlyInAnyOrder("bash", "mta", "plugin", "extra");
        assertThat(repository.packages()).hasSize(5);
    }

    @Test
    void reads_every_packing_and_flat_archives_and_lists_of_architecture_all() throws Exception {
        byte[] list = LIST.getBytes(StandardCharsets.UTF_8);
        archive.index("main/binary-amd64/Packages.gz", SampleDeb.gzip(list))
                .index(
                        "main/binary-all/Packages",
                        SampleArchive.stanza("docs", "1", "").getBytes(StandardCharsets.UTF_8))
                .index(
                        "contrib/binary-amd64/Packages.zst",
                        com.github.luben.zstd.Zstd.compress(
                                SampleArchive.stanza("zstd", "1", "").getBytes(StandardCharsets.UTF_8)))
                .sign("trixie", "", "archive");
        Path inRelease = archive.directory().resolve("dists/trixie/InRelease");
        Path release = inRelease.resolveSibling("Release");
        Files.writeString(release, Files.readString(release).replace("amd64 arm64", "all amd64"));
        archive.gpg("--output", inRelease.toString(), "--clear-sign", release.toString());
        assertThat(open("trixie", "main contrib").names())
                .containsExactlyInAnyOrder("bash", "mta", "plugin", "docs", "zstd");

        Path flat = Files.createDirectories(archive.directory().resolve("flat"));
        Files.write(flat.resolve("Packages"), list);
        Files.writeString(
                flat.resolve("Release"), "SHA256:\n " + SampleArchive.sha256(list) + " " + list.length + " Packages\n");
        archive.gpg(
                "--output",
                flat.resolve("Release.gpg").toString(),
                "--detach-sign",
                flat.resolve("Release").toString());
        String text = "Types: deb\nURIs: " + archive.directory().toUri() + "\nSuites: flat/\n" + signed();
        assertThat(open(text, false).getFirst().names()).hasSize(3);
    }

    @Test
    void makes_a_repository_of_each_archive() throws Exception {
        archive.packages("main", LIST).sign("trixie", "", "archive");
        archive.begin().packages("main", SampleArchive.stanza("fix", "1", "")).sign("trixie-security", "", "archive");
        Path security = temp.resolve("security");
        Files.createDirectories(security.resolve("dists"));
        Files.move(archive.directory().resolve("dists/trixie-security"), security.resolve("dists/trixie-security"));
        Files.createDirectories(temp.resolve("machine/etc/apt"));
        Files.writeString(temp.resolve("machine/etc/os-release"), "ID=debian\nVERSION_CODENAME=bookworm\n");
        Path keyring = Files.copy(archive.keyring(), temp.resolve("debian-archive-keyring.gpg"));
        String options = "deb [signed-by=" + keyring + "] ";
        Files.writeString(
                temp.resolve("machine/etc/apt/sources.list"),
                options + archive.directory().toUri() + " bookworm main\n" + options + security.toUri()
                        + " bookworm-security main\n");
        List<Repository> repositories =
                open("Types: deb\nURIs: system\nSuites: trixie trixie-security\nComponents: main\n", false);
        assertThat(repositories).extracting(Repository::id).containsExactly("test", "test-trixie-security");
        assertThat(repositories.get(1).names()).containsExactly("fix");
        assertThat(repositories.get(1).named("fix").iterator().next().location().repository())
                .isEqualTo("test-trixie-security");
    }

    @Test
    void refuses_a_suite_whose_signature_is_not_by_a_trusted_key() throws Exception {
        archive.key("stranger");
        Path dists = archive.packages("main", LIST).sign("trixie", "", "stranger");
        assertThatThrownBy(() -> open("trixie", "main"))
                .isInstanceOf(AptException.NotTrusted.class)
                .hasMessageContaining("test.sources:1: suite 'trixie' cannot be trusted")
                .hasMessageContaining("'Trusted: yes' uses it unverified");
        Files.copy(
                dists.resolve("Release"),
                dists.resolve("InRelease"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> open("trixie", "main")).isInstanceOf(AptException.NotTrusted.class);
        Files.delete(dists.resolve("InRelease"));
        assertThatThrownBy(() -> open("trixie", "main")).isInstanceOf(AptException.NotTrusted.class);
        assertThat(events).isEmpty();
        String trusted = source("trixie", "main", "Trusted: yes\n");
        assertThat(open(trusted, false).getFirst().names()).hasSize(3);
        assertThat(events)
                .anyMatch(e -> e instanceof Event.Warning w
                        && w.message().contains("NOT VERIFIED")
                        && w.message().contains("test.sources:1"));
        archive.sign("trixie", "", "stranger");
        assertThat(open(trusted, false).getFirst().names()).hasSize(3);
    }

    @Test
    void refuses_a_text_that_was_changed_after_signing() throws Exception {
        Path dists = archive.packages("main", LIST).sign("trixie", "", "archive");
        open("trixie", "main");
        Path inRelease = dists.resolve("InRelease");
        Files.writeString(inRelease, Files.readString(inRelease).replace("Suite: s", "Suite: t"));
        assertThatThrownBy(() -> open("trixie", "main")).isInstanceOf(AptException.NotTrusted.class);
    }

    @Test
    void trusts_the_keys_of_the_stanza_alone() throws Exception {
        Path other = archive.key("other");
        archive.packages("main", LIST).sign("trixie", "", "archive");
        assertThatThrownBy(() -> open(source("trixie", "main", "Signed-By: " + other + "\n"), false))
                .isInstanceOf(AptException.NotTrusted.class);
        assertThatThrownBy(() -> open(source("trixie", "main", "Signed-By: nowhere.gpg\n"), false))
                .isInstanceOf(AptException.NotTrusted.class)
                .hasMessageContaining("nowhere.gpg cannot be read");
        assertThatThrownBy(() -> open(source("trixie", "main", ""), false))
                .isInstanceOf(AptException.NotTrusted.class)
                .hasMessageContaining("write 'Signed-By: FILE'");
        Path trusted = Files.createDirectories(temp.resolve("machine/etc/apt/trusted.gpg.d"));
        Files.copy(archive.keyring(), trusted.resolve("a.gpg"));
        assertThat(open(source("trixie", "main", ""), false)).hasSize(1);
        archive.gpg("--armor", "--output", temp.resolve("k.asc").toString(), "--export", "archive@example.org");
        String inline = Files.readString(temp.resolve("k.asc"))
                .strip()
                .replace("\n\n", "\n.\n")
                .replace("\n", "\n ");
        assertThat(open(source("trixie", "main", "Signed-By:\n " + inline + "\n"), false))
                .hasSize(1);
    }

    @Test
    void refuses_an_expired_release_unless_told_not_to() throws Exception {
        archive.packages("main", LIST).sign("trixie", "Valid-Until: Thu, 08 Jan 2026 00:00:00 UTC\n", "archive");
        open("trixie", "main");
        now = Instant.parse("2026-01-20T00:00:00Z");
        assertThatThrownBy(() -> open("trixie", "main"))
                .isInstanceOf(AptException.Expired.class)
                .hasMessageContaining("was valid until 2026-01-08T00:00:00Z, 12 days ago")
                .hasMessageContaining("'Check-Valid-Until: no'");
        assertThat(open(source("trixie", "main", signed() + "Check-Valid-Until: no\n"), false))
                .hasSize(1);
    }

    @Test
    void refuses_another_suite_in_the_place_of_the_one_asked_for() throws Exception {
        Path dists = archive.packages("main", LIST).sign("stretch", "", "archive");
        Files.move(dists, dists.resolveSibling("trixie"));
        assertThatThrownBy(() -> open("trixie", "main"))
                .isInstanceOf(AptException.WrongSuite.class)
                .hasMessageContaining("asked for suite 'trixie'")
                .hasMessageContaining("codename 'stretch'");
    }

    @Test
    void names_the_suites_components_and_architectures_that_are_missing() throws Exception {
        archive.packages("main", LIST).packages("contrib", "").sign("trixie", "", "archive");
        assertThatThrownBy(() -> open("trixi", "main"))
                .isInstanceOf(AptException.NoSuchSuite.class)
                .hasMessageContaining("test.sources:1: no mirror has suite 'trixi'");
        assertThatThrownBy(() -> open("trixie", "mian"))
                .isInstanceOf(AptException.NoSuchComponent.class)
                .hasMessage("test.sources:1: suite 'trixie' has no component 'mian' (did you mean 'main'?);"
                        + " it has contrib, main");
        assertThatThrownBy(() -> open(source("trixie", "main", "Architectures: arm64\n"), false))
                .hasMessageContaining("no enabled stanza has packages");
    }

    @Test
    void refuses_a_list_that_is_not_what_the_release_says() throws Exception {
        Path dists = archive.packages("main", LIST).sign("trixie", "", "archive");
        Path list = dists.resolve("main/binary-amd64/Packages.xz");
        byte[] bytes = Files.readAllBytes(list);
        bytes[bytes.length / 2] ^= 1;
        Files.write(list, bytes);
        assertThatThrownBy(() -> open("trixie", "main")).isInstanceOf(FetchException.class);
        try (Stream<Path> derived = Files.list(temp.resolve("cache/metadata"))) {
            assertThat(derived.filter(p -> p.toString().endsWith(".packages"))).isEmpty();
        }
    }

    @Test
    void says_which_package_is_malformed_when_it_is_looked_up() throws Exception {
        archive.packages("main", LIST + SampleArchive.stanza("bad", "1", "Depends: a b\n"))
                .sign("trixie", "", "archive");
        Repository repository = open("trixie", "main");
        assertThat(repository.named("bash")).hasSize(1);
        assertThatThrownBy(() -> repository.named("bad"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("repository test: package bad: Depends: expected ',' or '|'");
    }

    @Test
    void works_without_the_network_once_everything_is_cached() throws Exception {
        archive.packages("main", LIST).sign("trixie", "", "archive");
        com.sun.net.httpserver.HttpServer server = com.sun.net.httpserver.SimpleFileServer.createFileServer(
                new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0),
                archive.directory(),
                com.sun.net.httpserver.SimpleFileServer.OutputLevel.NONE);
        server.start();
        String uri = "http://localhost:" + server.getAddress().getPort() + "/";
        String text = "Types: deb\nURIs: " + uri + "\nSuites: trixie\nComponents: main\n" + signed();
        try {
            assertThatThrownBy(() -> open(text, true)).isInstanceOf(FetchException.Offline.class);
            assertThat(open(text, false).getFirst().bases()).containsExactly(URI.create(uri));
        } finally {
            server.stop(0);
        }
        assertThat(open(text, true).getFirst().names()).hasSize(3);
    }
}
