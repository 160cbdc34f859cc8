package org.atomsmith.rpm.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadCacheTest {
    private static final Policy HASTY =
            new Policy(2, Duration.ofMillis(10), Duration.ofSeconds(5), Duration.ofSeconds(2));

    @TempDir
    Path temp;

    private Mirror mirror;
    private Mirror second;

    @BeforeEach
    void start() throws IOException {
        mirror = new Mirror();
        second = new Mirror();
    }

    @AfterEach
    void stop() {
        mirror.close();
        second.close();
    }

    @Test
    void fetches_many_files_at_once_and_none_of_them_twice() throws IOException {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            requests.add(serve(mirror, "/p" + i, noise(i, 1000 * i + 1)));
        }
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        Map<String, Path> paths = cache(false).fetchAll(requests, 8, events::add);

        assertThat(paths).hasSize(40);
        for (int i = 0; i < 40; i++) {
            assertThat(paths.get(requests.get(i).sha256())).hasBinaryContent(noise(i, 1000 * i + 1));
        }
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        Event.Begun.class, b -> assertThat(b.total()).hasValue(780_040));
        assertThat(events.getLast()).isInstanceOf(Event.Ended.class);
        assertThat(mirror.log).hasSize(40);

        events.clear();
        assertThat(cache(false).fetchAll(requests, 8, events::add)).isEqualTo(paths);
        assertThat(mirror.log).hasSize(40);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        Event.Ended.class, e -> assertThat(e.cached()).isTrue());
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void takes_local_files_too_also_offline() throws IOException {
        byte[] content = noise(1, 5000);
        Path file = Files.write(temp.resolve("a b.deb"), content);
        Request request = new Request(List.of(file.toUri()), sha256(content), content.length, "a b");
        assertThat(cache(true).fetch(request)).hasBinaryContent(content);
    }

    @Test
    void resumes_where_an_earlier_attempt_stopped() throws IOException {
        byte[] content = noise(1, 300_000);
        Request request = serve(mirror, "/p", content);
        mirror.cutAfter = 100_000;
        mirror.closing.countDown();
        Request both = new Request(List.of(mirror.uri("/p")), request.sha256(), content.length, "p");
        assertThatThrownBy(() -> cache(false).fetch(both)).isInstanceOf(FetchException.Unreachable.class);
        mirror.cutAfter = -1;
        mirror.log.clear();
        assertThat(cache(false).fetch(both)).hasBinaryContent(content);
        assertThat(mirror.log).singleElement().asString().matches("/p bytes=[1-9]\\d+-");
    }

    @Test
    void begins_again_when_the_server_knows_no_ranges() throws IOException {
        byte[] content = noise(1, 300_000);
        Request request = serve(mirror, "/p", content);
        part(request, java.util.Arrays.copyOf(content, 1234));
        mirror.ranges = false;
        assertThat(cache(false).fetch(request)).hasBinaryContent(content);
    }

    @Test
    void a_bad_beginning_left_by_another_mirror_is_fetched_again() throws IOException {
        byte[] content = noise(1, 300_000);
        Request request = serve(mirror, "/p", content);
        part(request, noise(2, 100_000));
        assertThat(cache(false).fetch(request)).hasBinaryContent(content);
        assertThat(mirror.log).containsExactly("/p bytes=100000-", "/p");
    }

    @Test
    void a_part_that_is_already_whole_needs_no_network() throws IOException {
        byte[] content = noise(1, 300_000);
        Request request = serve(mirror, "/p", content);
        part(request, content);
        assertThat(cache(false).fetch(request)).hasBinaryContent(content);
        assertThat(mirror.log).isEmpty();
    }

    @Test
    void wrong_content_names_the_address_and_both_digests_and_is_removed() {
        byte[] content = noise(1, 1000);
        Request right = serve(mirror, "/p", content);
        byte[] wrong = content.clone();
        wrong[500] ^= 1;
        mirror.files.put("/p", wrong);
        assertThatThrownBy(() -> cache(false).fetch(right))
                .isInstanceOf(FetchException.Mismatch.class)
                .hasMessageContainingAll(mirror.uri("/p").toString(), right.sha256(), sha256(wrong));
        assertThat(leftovers()).isEmpty();
        assertThat(mirror.log).hasSize(1);
    }

    @Test
    void wrong_content_of_one_mirror_is_replaced_by_the_next_ones() throws IOException {
        byte[] content = noise(1, 1000);
        Request right = serve(second, "/p", content);
        mirror.files.put("/p", noise(2, 1000));
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        Request request = withMirrors(right, mirror.uri("/p"), second.uri("/p"));
        cache(false).fetchAll(List.of(request), 2, events::add);
        assertThat(events)
                .anyMatch(e -> e instanceof Event.Warning w
                        && w.message().contains(mirror.uri("/p").toString()));
    }

    @Test
    void a_longer_file_than_promised_is_refused_while_it_streams() {
        Request right = serve(mirror, "/p", noise(1, 1000));
        mirror.files.put("/p", noise(1, 10_000_000));
        assertThatThrownBy(() -> cache(false).fetch(right))
                .isInstanceOf(FetchException.Mismatch.class)
                .hasMessageContaining("expected 1,000 bytes");
    }

    @Test
    void goes_to_the_next_mirror_when_one_is_dead_missing_cut_or_stalled() throws IOException {
        byte[] content = noise(1, 100_000);
        Request right = serve(second, "/p", content);
        URI dead = URI.create("http://127.0.0.1:1/p");
        assertThat(cache(false).fetch(withMirrors(right, dead, second.uri("/p"))))
                .exists();
        wipe(right);
        assertThat(cache(false).fetch(withMirrors(right, mirror.uri("/none"), second.uri("/p"))))
                .exists();
        wipe(right);
        mirror.files.put("/p", content);
        mirror.cutAfter = 30_000;
        assertThat(cache(false).fetch(withMirrors(right, mirror.uri("/p"), second.uri("/p"))))
                .exists();
        wipe(right);
        mirror.cutAfter = -1;
        mirror.hangAfter = 30_000;
        assertThat(cache(false).fetch(withMirrors(right, mirror.uri("/p"), second.uri("/p"))))
                .exists();
    }

    @Test
    void tries_a_single_mirror_again_after_a_pause() throws IOException {
        Request request = serve(mirror, "/p", noise(1, 1000));
        mirror.failFirst = 1;
        assertThat(cache(false).fetch(request)).exists();
        assertThat(mirror.log).hasSize(2);
    }

    @Test
    void says_what_each_mirror_answered() {
        Request right = serve(second, "/p", noise(1, 1000));
        second.status = 503;
        assertThatThrownBy(() -> cache(false).fetch(withMirrors(right, mirror.uri("/p"), second.uri("/p"))))
                .isInstanceOf(FetchException.Unreachable.class)
                .hasMessageContainingAll("404", "503", "any of 2 mirrors");
        assertThatThrownBy(() -> cache(false).fetch(withMirrors(right, mirror.uri("/p"), mirror.uri("/q"))))
                .isInstanceOf(FetchException.NotFound.class);
        assertThatThrownBy(() -> cache(false).fetch(withMirrors(right, URI.create("http://no-such-host.invalid/p"))))
                .isInstanceOf(FetchException.Unreachable.class)
                .hasMessageContaining("'no-such-host.invalid' is not known here");
        assertThatThrownBy(() -> cache(false).fetch(withMirrors(right, URI.create("gopher://host/p"))))
                .isInstanceOf(FetchException.Unreachable.class)
                .hasMessageContaining("http:, https: or file:");
    }

    @Test
    void offline_names_what_is_missing() throws IOException {
        Request have = serve(mirror, "/have", noise(1, 10));
        Request missing = serve(mirror, "/missing", noise(2, 10));
        cache(false).fetch(have);
        mirror.log.clear();
        assertThat(cache(true).fetch(have)).exists();
        assertThatThrownBy(() -> cache(true).fetchAll(List.of(have, missing), 2, EventSink.none()))
                .isInstanceOf(FetchException.Offline.class)
                .hasMessageContaining("offline: 1 file is not in the cache " + temp)
                .hasMessageContaining("/missing;");
        assertThat(mirror.log).isEmpty();
    }

    @Test
    void a_stored_file_that_was_changed_is_fetched_again() throws IOException {
        byte[] content = noise(1, 1000);
        Request request = serve(mirror, "/p", content);
        Path path = cache(false).fetch(request);
        byte[] wrong = content.clone();
        wrong[10] ^= 1;
        Files.write(path, wrong);
        assertThat(cache(false).fetch(request)).hasBinaryContent(content);
        Files.setLastModifiedTime(path, FileTime.fromMillis(0));
        assertThat(cache(false).fetch(request)).hasBinaryContent(content);
        assertThat(mirror.log).hasSize(2);
    }

    @Test
    void two_caches_in_one_directory_transfer_a_file_once() throws Exception {
        Request request = serve(mirror, "/p", noise(1, 100_000));
        mirror.millisPerChunk = 20;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Path> fetch = () -> cache(false).fetch(request);
            for (var result : threads.invokeAll(Collections.nCopies(6, fetch))) {
                assertThat(result.get()).exists();
            }
        }
        assertThat(mirror.log).hasSize(1);
    }

    @Test
    void an_empty_file_needs_no_transfer() throws IOException {
        Request request = new Request(List.of(mirror.uri("/none")), sha256(new byte[0]), 0, "empty");
        assertThat(cache(false).fetch(request)).isEmptyFile();
    }

    @Test
    void escapes_what_an_address_cannot_hold() {
        assertThat(Request.resolve(URI.create("http://h/debian"), "./pool/a b+c~1%3a2_é.deb"))
                .hasToString("http://h/debian/pool/a%20b+c~1%3a2_%C3%A9.deb");
    }

    private DownloadCache cache(boolean offline) {
        return new DownloadCache(temp.resolve("cache"), offline, HASTY, Map.of());
    }

    static Request serve(Mirror mirror, String path, byte[] content) {
        mirror.files.put(path, content);
        return new Request(List.of(mirror.uri(path)), sha256(content), content.length, path);
    }

    private static Request withMirrors(Request request, URI... mirrors) {
        return new Request(List.of(mirrors), request.sha256(), request.size(), request.label());
    }

    private void part(Request request, byte[] content) throws IOException {
        Path part = new ContentStore(temp.resolve("cache/downloads")).part(request.sha256());
        Files.createDirectories(part.getParent());
        Files.write(part, content);
    }

    private void wipe(Request request) throws IOException {
        Files.delete(new ContentStore(temp.resolve("cache/downloads")).path(request.sha256()));
    }

    private List<Path> leftovers() {
        try (Stream<Path> all = Files.walk(temp)) {
            return all.filter(p -> p.toString().endsWith(".part")).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static byte[] noise(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] content) {
        var digest = ContentStore.sha256();
        digest.update(content);
        return ContentStore.hex(digest);
    }
}
