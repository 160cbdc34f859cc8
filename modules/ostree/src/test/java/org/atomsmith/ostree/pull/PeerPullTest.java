package org.atomsmith.ostree.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.RepositoryMode;
import org.atomsmith.ostree.serve.RunningServer;
import org.atomsmith.ostree.serve.ServerLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from peers that have it, that have it not, that die, lie and sleep; the remote makes good what they do not. */
final class PeerPullTest {
    private static final PeerLimits HASTY =
            new PeerLimits(Duration.ofMillis(500), Duration.ofSeconds(1), 1 << 20, 50, 4);

    /** The machine that tests run on may have other things to do. */
    private static final PeerLimits TOLERANT =
            new PeerLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 1000, 1, 4);

    private static final long PLENTY = 64 << 20;

    @TempDir
    private Path directory;

    private Path archive;
    private Checksum commit;

    @BeforeEach
    void commit() throws IOException {
        OstreeCommand.assumePresent();
        Path tree = Published.tree(directory, 30);
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Files.write(tree.resolve("usr/large"), large);
        archive = directory.resolve("archive");
        commit = Published.commit(archive, "os", tree);
    }

    private Repository target() throws IOException {
        Repository target = ScratchRepository.create(directory.resolve("target"), RepositoryMode.BARE_USER);
        PullOptions options =
                PullOptions.builder().commit(commit).commitOnly(true).build();
        try (FileServer remote = new FileServer(archive)) {
            new Pull(target, remote.url(), options).run();
        }
        return target;
    }

    private static List<PeerPull.Share> pull(Repository target, Checksum commit, URI... peers) throws IOException {
        return pull(TOLERANT, target, commit, peers);
    }

    private static List<PeerPull.Share> pull(PeerLimits limits, Repository target, Checksum commit, URI... peers)
            throws IOException {
        return new PeerPull(target, List.of(peers), limits, PullListener.NONE, Duration.ofSeconds(1))
                .run(commit, PLENTY, PLENTY);
    }

    /** What comes from the remote afterwards; then all is sound. */
    private PullResult finish(Repository target) throws IOException {
        try (FileServer remote = new FileServer(archive)) {
            PullResult result = new Pull(
                            target,
                            remote.url(),
                            PullOptions.builder().commit(commit).build())
                    .run();
            OstreeCommand.ostree(target.path(), "fsck");
            assertThat(OstreeCommand.ostree(target.path(), "ls", "-R", "-C", commit.hex()))
                    .isEqualTo(OstreeCommand.ostree(archive, "ls", "-R", "-C", commit.hex()));
            return result;
        }
    }

    private RunningServer peer() throws IOException {
        return new RunningServer(Repository.open(archive), List.of(commit), ServerLimits.DEFAULT);
    }

    private URI uri(FileServer server) {
        return URI.create(server.url());
    }

    @Test
    void all_comes_from_two_peers_and_nothing_from_the_remote() throws IOException {
        Repository target = target();
        try (RunningServer one = peer();
                RunningServer two = peer()) {
            List<PeerPull.Share> shares = pull(target, commit, one.uri(), two.uri());
            assertThat(shares).allSatisfy(share -> {
                assertThat(share.fault()).isEmpty();
                assertThat(share.objects()).isGreaterThan(20);
            });
            assertThat(shares.stream().mapToLong(PeerPull.Share::bytes).sum()).isGreaterThan(3 << 20);
        }
        PullResult rest = finish(target);
        assertThat(rest.contentFetched()).isZero();
        assertThat(rest.metadataFetched()).isZero();
    }

    @Test
    void a_peer_that_sends_wrong_bytes_is_asked_once_and_none_of_them_is_kept() throws IOException {
        Repository target = target();
        FileServer.Answer wrong = (exchange, content) -> {
            if (content.length == 0) {
                return false;
            }
            content[content.length - 1] ^= 1;
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            return true;
        };
        try (FileServer liar = new FileServer(archive, wrong);
                RunningServer honest = peer()) {
            List<PeerPull.Share> shares = pull(target, commit, uri(liar), honest.uri());
            assertThat(shares.getFirst().fault()).contains("checksum");
            assertThat(shares.getFirst().objects()).isZero();
            assertThat(shares.getLast().fault()).isEmpty();
        }
        assertThat(finish(target).contentFetched()).isZero();
    }

    @Test
    void a_peer_that_dies_leaves_the_rest_to_the_remote() throws IOException {
        Repository target = target();
        AtomicInteger answers = new AtomicInteger();
        FileServer.Answer dying = (exchange, content) -> {
            if (answers.incrementAndGet() < 40) {
                return false;
            }
            exchange.sendResponseHeaders(200, 1 << 20);
            exchange.getResponseBody().write(new byte[100]);
            exchange.close();
            return true;
        };
        try (FileServer peer = new FileServer(archive, dying)) {
            PeerPull.Share share = pull(target, commit, uri(peer)).getFirst();
            assertThat(share.fault()).isNotEmpty();
            assertThat(share.objects()).isBetween(20L, 40L);
        }
        assertThat(finish(target).contentFetched()).isBetween(100L, 200L);
    }

    @Test
    void a_peer_that_has_nothing_is_soon_asked_no_more() throws IOException {
        Repository target = target();
        Path empty = Files.createDirectory(directory.resolve("empty"));
        try (FileServer peer = new FileServer(empty)) {
            PeerPull.Share share = pull(target, commit, uri(peer)).getFirst();
            assertThat(share.objects()).isZero();
            assertThat(peer.requests()).hasSizeLessThan(8);
        }
        finish(target);
    }

    @Test
    void peers_that_sleep_or_are_not_there_cost_no_more_than_a_window() throws IOException {
        Repository target = target();
        FileServer.Answer drops = (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            for (byte one : content) {
                exchange.getResponseBody().write(one);
                exchange.getResponseBody().flush();
                sleep(100);
            }
            return true;
        };
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                FileServer slow = new FileServer(archive, drops)) {
            long began = System.nanoTime();
            List<PeerPull.Share> shares = pull(
                    HASTY,
                    target,
                    commit,
                    URI.create("http://127.0.0.1:" + mute.getLocalPort()),
                    uri(slow),
                    URI.create("http://127.0.0.1:1"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            assertThat(shares).allSatisfy(share -> assertThat(share.fault()).isNotEmpty());
        }
        finish(target);
    }

    @Test
    void a_peer_leads_nowhere_else_and_cannot_fill_the_disk() throws IOException {
        Repository target = target();
        try (RunningServer honest = peer();
                FileServer leading = new FileServer(archive, (exchange, _) -> {
                    exchange.getResponseHeaders()
                            .set(
                                    "Location",
                                    honest.uri() + exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(302, -1);
                    return true;
                })) {
            PeerPull.Share share = pull(target, commit, uri(leading)).getFirst();
            assertThat(share.fault()).contains("302");
            assertThat(honest.served()).isZero();
            share = new PeerPull(target, List.of(honest.uri()), TOLERANT, PullListener.NONE, Duration.ofSeconds(1))
                    .run(commit, PLENTY, 1 << 20)
                    .getFirst();
            assertThat(share.fault()).contains("content exceeded maximum size");
        }
        finish(target);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
