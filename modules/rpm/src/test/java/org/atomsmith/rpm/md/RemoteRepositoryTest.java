package org.atomsmith.rpm.md;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.TextFileException;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.FetchException;
import org.atomsmith.rpm.fetch.Mirror;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteRepositoryTest {
    @TempDir
    Path temp;

    private Mirror mirror;

    @BeforeEach
    void start() throws IOException {
        mirror = new Mirror();
        publish("/good/", "repo_02");
        publish("/other/", "repo_01");
        publish("/third/", "repo_00");
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    @Test
    void a_metalink_names_mirrors_and_the_digest_of_the_entry_point() throws IOException {
        metalink("/metalink", "good", List.of("other", "good", "third"));
        RpmRepository opened = open("metalink=" + mirror.uri("/metalink"), EventSink.none());
        assertThat(opened.names()).containsExactlyInAnyOrder("fake_bash", "super_kernel");
        // The mirror with the higher preference has another repository, and is passed over.
        assertThat(opened.bases().getFirst()).isEqualTo(mirror.uri("/good/"));
        assertThat(mirror.log).containsSubsequence("/other/repodata/repomd.xml", "/good/repodata/repomd.xml");
    }

    @Test
    void mirrors_that_all_have_something_else_are_refused() throws IOException {
        metalink("/metalink", "good", List.of("other", "third"));
        assertThatThrownBy(() -> open("metalink=" + mirror.uri("/metalink"), EventSink.none()))
                .isInstanceOf(FetchException.Refused.class)
                .hasMessageContainingAll(
                        "from any of 2 mirrors",
                        "is not the repository's repomd.xml of the metalink: expected SHA-256",
                        "the mirror is out of date, or has another repository there");
    }

    @Test
    void a_list_of_mirrors_is_gone_through() throws IOException {
        mirror.files.put(
                "/list",
                ("# mirrors\n" + mirror.uri("/gone") + "\nrsync://x/y\n" + mirror.uri("/good") + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(open("mirrorlist=" + mirror.uri("/list"), EventSink.none()).names())
                .hasSize(2);
        mirror.files.put("/list", "<html>sorry</html>".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> open("mirrorlist=" + mirror.uri("/list"), EventSink.none()))
                .isInstanceOf(TextFileException.class)
                .hasMessage(mirror.uri("/list") + ":1:1: expected the address of a mirror, found '<html>sorry</html>'");
    }

    @Test
    void an_older_state_than_was_seen_is_refused() throws IOException {
        String path = "/good/repodata/repomd.xml";
        open("baseurl=" + mirror.uri("/good/"), EventSink.none());
        byte[] now = mirror.files.get(path);
        String text = new String(now, StandardCharsets.UTF_8);
        byte[] old = text.replaceFirst("<revision>\\d+", "<revision>1300000000").getBytes(StandardCharsets.UTF_8);
        mirror.files.put(path, old);
        assertThatThrownBy(() -> open("baseurl=" + mirror.uri("/good/"), EventSink.none()))
                .isInstanceOf(FetchException.Refused.class)
                .hasMessageContainingAll("revision 1300000000 (2011-03-13T", "is older than", "remove " + temp);
        mirror.files.put(path, now);
        assertThat(open("baseurl=" + mirror.uri("/good/"), EventSink.none()).packages())
                .hasSize(2);
    }

    @Test
    void metadata_of_another_repository_are_refused() throws IOException {
        String repomd = new String(mirror.files.get("/good/repodata/repomd.xml"), StandardCharsets.UTF_8);
        Repomd good = Repomd.parse(repomd.getBytes(StandardCharsets.UTF_8), "good");
        Repomd other = Repomd.parse(mirror.files.get("/other/repodata/repomd.xml"), "other");
        byte[] swapped =
                mirror.files.get("/other/" + other.files().get("primary").href());
        mirror.files.put("/good/" + good.files().get("primary").href(), swapped);
        assertThatThrownBy(() -> open("baseurl=" + mirror.uri("/good/"), EventSink.none()))
                .isInstanceOf(FetchException.Mismatch.class)
                .hasMessageContaining("expected");
    }

    @Test
    void what_is_not_there_is_left_out_when_the_definition_says_so() throws IOException {
        List<Event> events = new ArrayList<>();
        RepoDefinition gone = definition("baseurl=" + mirror.uri("/gone/") + "\nskip_if_unavailable=1");
        assertThat(RpmRepository.openIfAvailable(gone, cache(), InstantSource.system(), events::add))
                .isEmpty();
        assertThat(events)
                .anyMatch(e -> e instanceof Event.Warning w && w.message().contains("says skip_if_unavailable=1"));
        RepoDefinition needed = definition("baseurl=" + mirror.uri("/gone/"));
        assertThatThrownBy(
                        () -> RpmRepository.openIfAvailable(needed, cache(), InstantSource.system(), EventSink.none()))
                .isInstanceOf(FetchException.NotFound.class);
    }

    @Test
    void a_second_time_the_packages_come_from_the_index_and_a_damaged_one_is_made_again() throws IOException {
        String base = "baseurl=" + mirror.uri("/good/");
        List<?> packages = open(base, EventSink.none()).packages();
        Path index;
        try (Stream<Path> files = Files.list(temp.resolve("metadata"))) {
            index = files.filter(p -> p.toString().endsWith(".rpms"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] whole = Files.readAllBytes(index);
        mirror.log.clear();
        assertThat(open(base, EventSink.none()).packages()).isEqualTo(packages);
        assertThat(mirror.log).containsExactly("/good/repodata/repomd.xml");
        for (int at = 0; at < whole.length; at += 7) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(index, damaged);
            assertThat(open(base, EventSink.none()).packages()).isEqualTo(packages);
            assertThat(index).hasBinaryContent(whole);
        }
        for (int length : new int[] {0, 10, whole.length - 1}) {
            Files.write(index, Arrays.copyOf(whole, length));
            assertThat(open(base, EventSink.none()).packages()).isEqualTo(packages);
            assertThat(index).hasBinaryContent(whole);
        }
    }

    @Test
    void a_primary_of_two_gigabytes_is_refused_before_it_is_fetched() {
        String path = "/good/repodata/repomd.xml";
        String repomd = new String(mirror.files.get(path), StandardCharsets.UTF_8);
        mirror.files.put(
                path,
                repomd.replaceAll("<open-size>\\d+<", "<open-size>2147483648<").getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> open("baseurl=" + mirror.uri("/good/"), EventSink.none()))
                .isInstanceOf(PackageFormatException.class)
                .hasMessageContaining("its primary metadata are 2147483648 bytes long; at most 1073741824 are read");
    }

    private void publish(String at, String fixture) throws IOException {
        Path repository = Fixtures.of("repodata/" + fixture);
        try (Stream<Path> files = Files.walk(repository)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                mirror.files.put(at + repository.relativize(file), Files.readAllBytes(file));
            }
        }
    }

    private void metalink(String at, String right, List<String> mirrors) {
        byte[] repomd = mirror.files.get("/" + right + "/repodata/repomd.xml");
        StringBuilder urls = new StringBuilder();
        for (int i = 0; i < mirrors.size(); i++) {
            urls.append("<url protocol=\"http\" type=\"http\" location=\"DE\" preference=\"" + (100 - i) + "\">"
                    + mirror.uri("/" + mirrors.get(i) + "/repodata/repomd.xml") + "</url>\n");
        }
        mirror.files.put(at, """
                <?xml version="1.0" encoding="utf-8"?>
                <metalink version="3.0" xmlns="http://www.metalinker.org/" xmlns:mm0="http://fedorahosted.org/mirrormanager">
                 <files>
                  <file name="repomd.xml">
                   <mm0:timestamp>1700000000</mm0:timestamp>
                   <size>1</size>
                   <verification><hash type="md5">0</hash><hash type="sha256">0</hash></verification>
                   <mm0:alternates><mm0:alternate><size>%d</size>
                    <verification><hash type="sha256">%s</hash></verification>
                   </mm0:alternate></mm0:alternates>
                   <resources maxconnections="1">
                    <url protocol="rsync" preference="100">rsync://x/repodata/repomd.xml</url>
                    %s
                   </resources>
                  </file>
                 </files>
                </metalink>
                """.formatted(repomd.length, sha256(repomd), urls).getBytes(StandardCharsets.UTF_8));
    }

    private RpmRepository open(String where, EventSink events) throws IOException {
        return RpmRepository.open(definition(where), cache(), InstantSource.system(), events);
    }

    private RepoDefinition definition(String where) throws TextFileException {
        return RepoFile.parse("[test]\ngpgcheck=0\n" + where + "\n", "t.repo", Path.of("/"))
                .define("test", Map.of())
                .orElseThrow();
    }

    private DownloadCache cache() {
        return DownloadCache.impatient(temp, false);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
