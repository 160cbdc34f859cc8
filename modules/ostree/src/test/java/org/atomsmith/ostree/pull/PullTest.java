package org.atomsmith.ostree.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.pull.http.Certificates;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.tree.Tree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls from what libostree committed; libostree says whether what came is sound. */
class PullTest {
    private static final String REF = "os/main";

    @TempDir
    Path directory;

    private Path origin;
    private Checksum commit;

    @BeforeEach
    void commit() throws IOException {
        OstreeCommand.assumePresent();
        origin = directory.resolve("origin");
        commit = Published.commit(origin, REF, Published.tree(directory, 20));
    }

    private Repository target(RepositoryMode mode) throws IOException {
        return ScratchRepository.create(directory.resolve("target-" + mode.configName()), mode);
    }

    private static PullOptions options() {
        return PullOptions.builder().ref(RefRequest.of(REF)).build();
    }

    @Test
    void pulls_over_http_what_libostree_finds_sound() throws IOException {
        try (FileServer server = new FileServer(origin)) {
            for (RepositoryMode mode : List.of(RepositoryMode.ARCHIVE, RepositoryMode.BARE_USER)) {
                Repository target = target(mode);
                PullResult result = new Pull(target, server.url(), options()).run();
                assertThat(result.refs()).containsEntry(REF, commit);
                assertThat(target.refs().resolve(REF)).contains(commit);
                OstreeCommand.ostree(target.path(), "fsck");
                assertThat(OstreeCommand.ostree(target.path(), "ls", "-RC", REF))
                        .isEqualTo(OstreeCommand.ostree(origin, "ls", "-RC", REF));
            }
        }
    }

    @Test
    void names_the_path_that_needs_a_missing_object_and_goes_on_when_it_is_there() throws IOException {
        Path missing;
        try (Stream<Path> files = Files.walk(origin.resolve("objects"))) {
            missing = files.filter(file -> file.toString().endsWith(".filez"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        Path aside = directory.resolve("aside");
        Files.move(missing, aside);
        Repository target = target(RepositoryMode.BARE_USER);
        try (FileServer server = new FileServer(origin)) {
            assertThatThrownBy(() -> new Pull(target, server.url(), options()).run())
                    .hasMessageContaining("404")
                    .hasMessageContaining("needed by /usr/share/")
                    .hasMessageContaining(server.url() + "/objects/");
            assertThat(target.refs().resolve(REF)).isEmpty();
            long before = server.requests().size();
            Files.move(aside, missing);
            PullResult result = new Pull(Repository.open(target.path()), server.url(), options()).run();
            assertThat(result.contentFetched()).isLessThan(101);
            assertThat(server.requests().size() - before).isLessThan(before + 60);
        }
        OstreeCommand.ostree(target.path(), "fsck");
    }

    @Test
    void says_exactly_how_many_bytes_would_come() throws IOException {
        long bytes = 0;
        long objects = 0;
        try (Stream<Path> files = Files.walk(origin.resolve("objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
                objects++;
            }
        }
        Repository target = target(RepositoryMode.BARE_USER);
        try (FileServer server = new FileServer(origin)) {
            PullOptions dry =
                    PullOptions.builder().ref(RefRequest.of(REF)).dryRun(true).build();
            PullResult.Plan plan =
                    new Pull(target, server.url(), dry).run().plan().orElseThrow();
            assertThat(plan).isEqualTo(new PullResult.Plan(Optional.empty(), Optional.of(objects), bytes));
            assertThat(target.refs().list()).isEmpty();
            assertThat(target.listCommits()).isEmpty();
        }
    }

    @Test
    void fetches_nothing_twice_to_say_first_what_will_come() throws IOException {
        Repository target = target(RepositoryMode.BARE_USER);
        List<PullResult.Plan> plans = new ArrayList<>();
        try (FileServer server = new FileServer(origin)) {
            new Pull(target, server.url(), options()).run(plans::add);
            List<String> gets = server.requests().stream()
                    .filter(request -> request.startsWith("GET ") && !request.endsWith(".commitmeta"))
                    .filter(request -> request.contains("/objects/"))
                    .toList();
            assertThat(gets).doesNotHaveDuplicates();
            assertThat(plans)
                    .singleElement()
                    .satisfies(plan -> assertThat(plan.objects()).contains((long) gets.size()));
        }
        assertThat(target.refs().resolve(REF)).contains(commit);
        OstreeCommand.ostree(target.path(), "fsck");
    }

    @ParameterizedTest
    @CsvSource({"min-free-space-size, 900000TB, 1MB", "min-free-space-percent, 99, 0"})
    void leaves_as_much_free_as_it_must(String key, String much, String little) throws IOException {
        try (FileServer server = new FileServer(origin)) {
            for (RepositoryMode mode : List.of(RepositoryMode.ARCHIVE, RepositoryMode.BARE_USER)) {
                Repository target = target(mode);
                target.writeConfig(target.config().file().with("core", key, much));
                assertThatThrownBy(() -> new Pull(Repository.open(target.path()), server.url(), options()).run())
                        .hasMessageContaining(key + " '" + much)
                        .hasMessageContaining("would be exceeded");
                assertThat(target.refs().list()).isEmpty();
                assertThat(target.listCommits()).isEmpty();
                target.writeConfig(target.config().file().with("core", key, little));
                new Pull(Repository.open(target.path()), server.url(), options()).run();
                OstreeCommand.ostree(target.path(), "fsck");
            }
        }
    }

    /** Whether a history may end where a commit is missing: libostree and we agree. */
    @ParameterizedTest
    @CsvSource({"false, false, true", "true, false, false", "true, true, true"})
    void asks_for_the_tombstone_of_a_missing_parent(boolean tombstones, boolean deleted, boolean good)
            throws IOException {
        OstreeCommand.ostree(origin, "config", "set", "core.tombstone-commits", String.valueOf(tombstones));
        OstreeCommand.ostree(origin, "commit", "-b", REF, "--tree=dir=" + directory.resolve("tree"));
        Repository server = Repository.open(origin);
        if (deleted) {
            server.writeTombstone(commit);
        }
        Files.delete(server.objectPath(new ObjectName(ObjectType.COMMIT, commit)));
        OstreeCommand.ostree(origin, "summary", "-u");
        PullOptions options =
                PullOptions.builder().ref(RefRequest.of(REF)).depth(-1).build();
        try (FileServer http = new FileServer(origin)) {
            for (String url : List.of(http.url(), origin.toString())) {
                Path theirs = directory.resolve("theirs");
                OstreeCommand.run(
                        "rm",
                        "-rf",
                        theirs.toString(),
                        directory.resolve("target-bare-user").toString());
                OstreeCommand.ostree(theirs, "init", "--mode=bare-user");
                String remote = url.startsWith("http") ? url : "file://" + url;
                OstreeCommand.ostree(theirs, "remote", "add", "--no-gpg-verify", "origin", remote);
                boolean theyDo =
                        OstreeCommand.exitCode("ostree", "--repo=" + theirs, "pull", "--depth=-1", "origin", REF) == 0;
                Repository target = target(RepositoryMode.BARE_USER);
                boolean weDo = true;
                try {
                    new Pull(target, url, options).run();
                } catch (PullException e) {
                    weDo = false;
                    assertThat(e).hasMessageContaining("Couldn't find object " + commit);
                }
                assertThat(List.of(theyDo, weDo)).as(url).containsExactly(good, good);
            }
        }
    }

    @Test
    void shows_a_figure_that_never_goes_back() throws IOException {
        List<Double> figures = new ArrayList<>();
        PullListener listener = new PullListener() {
            @Override
            public void progress(double fraction, Progress progress) {
                figures.add(fraction);
            }
        };
        try (FileServer server = new FileServer(origin)) {
            new Pull(target(RepositoryMode.BARE_USER), server.url(), options(), listener, Duration.ofMillis(1)).run();
        }
        assertThat(figures).isSorted().isNotEmpty();
        assertThat(figures.getLast()).isEqualTo(1.0);
    }

    @Test
    void refuses_an_object_that_is_another() throws IOException {
        try (FileServer server = new FileServer(origin, (exchange, content) -> {
            String path = exchange.getRequestURI().getPath();
            if (!path.endsWith(".dirmeta")) {
                return false;
            }
            content[0] ^= 1;
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            return true;
        })) {
            Repository target = target(RepositoryMode.BARE_USER);
            assertThatThrownBy(() -> new Pull(target, server.url(), options()).run())
                    .hasMessageContaining("Corrupted dirmeta object; checksum expected=");
            assertThat(target.refs().list()).isEmpty();
        }
    }

    @Test
    void names_the_object_that_a_repository_of_this_machine_lacks() throws IOException {
        Repository server = Repository.open(origin);
        Checksum file = Tree.load(server, commit)
                .findFile("usr/share/0/file1")
                .orElseThrow()
                .checksum();
        Files.delete(server.objectPath(ObjectName.file(file)));
        Repository target = target(RepositoryMode.BARE_USER);
        assertThatThrownBy(() -> new Pull(target, origin.toString(), options()).run())
                .hasMessageContaining(file.hex());
        assertThat(target.refs().list()).isEmpty();
    }

    @Test
    void pulls_from_this_machine_into_every_mode() throws IOException {
        for (RepositoryMode mode :
                List.of(RepositoryMode.ARCHIVE, RepositoryMode.BARE_USER, RepositoryMode.BARE_USER_ONLY)) {
            Repository target = target(mode);
            new Pull(target, origin.toString(), options()).run();
            assertThat(target.refs().resolve(REF)).contains(commit);
            OstreeCommand.ostree(target.path(), "fsck");
        }
    }

    /** A server that has gone silent is not waited for once it is known that the pull fails. */
    @ParameterizedTest
    @ValueSource(strings = {"clear", "tls", "http2"})
    void ends_at_once_when_one_object_is_missing_and_another_hangs(String how) throws IOException {
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger files = new AtomicInteger();
        FileServer.Answer answer = (exchange, _) -> {
            if (!exchange.getRequestURI().getPath().endsWith(".filez")) {
                return false;
            }
            try {
                if (files.getAndIncrement() == 0) {
                    hanging.countDown();
                    Thread.sleep(Duration.ofSeconds(25));
                }
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(404, -1);
            return true;
        };
        Map<String, String> remote = Map.of();
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        if (!how.equals("clear")) {
            Certificates certificates = new Certificates(directory.resolve("certificates"));
            certificates.give("server", "IP:127.0.0.1");
            http = certificates.server("server", false);
            remote = Map.of(
                    "tls-ca-path", certificates.authority().toString(), "http2", String.valueOf(how.equals("http2")));
        }
        PullOptions options = PullOptions.builder()
                .ref(RefRequest.of(REF))
                .remoteOptions(remote)
                .build();
        try (FileServer server = new FileServer(origin, answer, http)) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> new Pull(target(RepositoryMode.BARE_USER), server.url(), options).run())
                    .hasMessageContaining("HTTP 404");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        }
    }
}
