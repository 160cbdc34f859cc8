package org.atomsmith.host.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.atomsmith.host.SmallHost;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that upgrades with the help of another, which libostree's own command pulled the version into. */
final class PeerScenarioTest {
    @TempDir
    private Path tmp;

    private SmallHost host;
    private Path peer;
    private HttpServer remote;
    private final List<String> files = new CopyOnWriteArrayList<>();

    @BeforeEach
    void setUp() throws IOException {
        host = new SmallHost(Files.createDirectory(tmp.resolve("host")));
        remote = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var handler = SimpleFileServer.createFileHandler(host.source().toAbsolutePath());
        remote.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("GET")
                    && (path.endsWith(".filez") || path.matches("/deltas/.*/[0-9]+"))) {
                files.add(path);
            }
            handler.handle(exchange);
        });
        remote.start();
        host.setRemote("url", "http://127.0.0.1:" + remote.getAddress().getPort());
        for (int i = 0; i < 30; i++) {
            host.file("usr/share/file" + i, ("new " + i + "\n").repeat(1000));
        }
        host.commit("2", List.of("bash 5.3 1"));
        peer = tmp.resolve("peer");
        Path repo = Files.createDirectories(peer.resolve("ostree")).resolve("repo");
        ostree(repo, "init", "--mode=bare");
        ostree(repo, "remote", "add", "--no-gpg-verify", "origin", "file://" + host.source());
        ostree(repo, "pull", "origin", SmallHost.REF);
    }

    @AfterEach
    void tearDown() {
        if (remote != null) {
            remote.stop(0);
        }
    }

    private static String ostree(Path repo, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ostree", "--repo=" + repo));
        command.addAll(List.of(words));
        return Command.of(command).withInheritedEnvironment().runOrThrow().output();
    }

    /** The peer's server, as its service starts it, but that it listens itself. */
    private final class Server implements AutoCloseable {
        private final int port;
        private final Thread thread;

        Server() throws IOException {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            thread = Thread.ofPlatform()
                    .daemon()
                    .start(() -> host.run(
                            List.of(
                                    "host",
                                    "peer",
                                    "serve",
                                    "--sysroot=" + peer,
                                    "--listen=127.0.0.1:" + port,
                                    "--idle=3"),
                            Map.of("ATOMIC_ROOT", peer.toString())));
            for (int i = 0; i < 100; i++) {
                try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    return;
                } catch (IOException e) {
                    sleep();
                }
            }
            throw new IOException("the server does not listen");
        }

        @Override
        public void close() {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            assertThat(thread.isAlive()).as("ends when nobody asks").isFalse();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settings(String addresses) throws IOException {
        Path file = host.root().resolve("etc/atomsmith/peers.conf");
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, "[peers]\nuse=yes\nwait=0\naddresses=" + addresses + "\n");
    }

    @Test
    void the_files_of_an_upgrade_come_from_a_peer_and_none_from_the_remote() throws IOException {
        try (Server server = new Server()) {
            settings("127.0.0.1:" + server.port);
            String said = host.does("upgrade", "--peers");
            assertThat(said)
                    .contains("Download ", "Asking 127.0.0.1:" + server.port + " in the local network first")
                    .containsPattern("From peers: [0-9]{2} objects, ")
                    .doesNotContain("given up");
        }
        assertThat(files).isEmpty();
        host.libostreeAgrees();
        ostree(host.sysroot().resolve("ostree/repo"), "fsck");
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"2\"");
    }

    @Test
    void parts_of_a_delta_whose_objects_came_from_a_peer_are_not_fetched() throws IOException {
        ostree(host.source(), "static-delta", "generate", SmallHost.REF);
        ostree(host.source(), "summary", "-u");
        try (Server server = new Server()) {
            settings("127.0.0.1:" + server.port);
            assertThat(host.does("upgrade", "--peers", "--download-only"))
                    .contains("(a delta of ")
                    .containsPattern("From peers: [0-9]{2} objects, ")
                    .doesNotContain("given up");
        }
        assertThat(files).isEmpty();
        host.does("upgrade", "--from-downloaded");
        host.commit("3", List.of());
        ostree(host.source(), "static-delta", "generate", SmallHost.REF);
        ostree(host.source(), "summary", "-u");
        settings("127.0.0.1:1");
        assertThat(host.does("upgrade", "--peers")).contains("(a delta of ", "(given up: 127.0.0.1:1: ");
        assertThat(files).anyMatch(path -> path.startsWith("/deltas/"));
        ostree(host.sysroot().resolve("ostree/repo"), "fsck");
    }

    @Test
    void without_a_peer_that_works_the_upgrade_is_as_ever() throws IOException {
        Path source = host.source();
        // One that has damaged what it has, and one that is not there.
        Repository damaged = Repository.open(peer.resolve("ostree/repo"));
        damaged.visitObjects((name, _) -> {
            if (!name.type().isMetadata()) {
                Files.deleteIfExists(damaged.objectPath(name));
            }
        });
        try (Server server = new Server()) {
            settings("127.0.0.1:" + server.port + " 127.0.0.1:1");
            assertThat(host.does("upgrade", "--peers")).contains("(given up: ");
        }
        assertThat(files).hasSizeGreaterThan(30);
        assertThat(source).exists();
        ostree(host.sysroot().resolve("ostree/repo"), "fsck");
        host.libostreeAgrees();
    }

    @Test
    void peers_are_left_alone_for_little_and_when_it_is_said() throws IOException {
        settings("127.0.0.1:1");
        assertThat(host.does("upgrade", "--download-only")).doesNotContain("local network");
        host.commit("3", List.of());
        assertThat(host.does("upgrade", "--no-peers")).doesNotContain("local network");
    }

    @Test
    void only_what_remotes_published_is_shared() throws IOException {
        Path repo = peer.resolve("ostree/repo");
        Checksum published = Checksum.parse(
                ostree(repo, "rev-parse", "origin:" + SmallHost.REF).strip());
        Path tree = Files.createDirectories(tmp.resolve("local/etc"));
        Files.writeString(tree.resolve("secret"), "a secret\n");
        ostree(repo, "commit", "-b", "local", "--tree=dir=" + tree);
        ostree(repo, "refs", "--create=ostree/container/image/x", published.hex());
        String layered = ostree(
                        repo,
                        "commit",
                        "--orphan",
                        "--parent=" + published,
                        "--add-metadata=rpmostree.clientlayer=true",
                        "--tree=dir=" + tree)
                .strip();
        ostree(repo, "refs", "--create=origin:layered", layered);
        Repository repository = Repository.open(repo);
        assertThat(new SharedCommits(repository, peer, List.of()).list()).containsExactly(published);
        assertThat(new SharedCommits(repository, peer, List.of("other")).list()).isEmpty();
        for (String[] secret : new String[][] {
            {"url", "https://user:word@example.org/repo"},
            {"url", "mirrorlist=https://user:word@example.org/list"},
            {"tls-client-cert-path", "/etc/pki/me.pem"}
        }) {
            ostree(repo, "config", "set", "remote \"origin\"." + secret[0], secret[1]);
            assertThat(new SharedCommits(Repository.open(repo), peer, List.of()).list())
                    .as(secret[1])
                    .isEmpty();
        }
        assertThat(new SharedCommits(Repository.open(repo), peer, List.of("origin")).list())
                .as("named, all the same")
                .containsExactly(published);
    }

    @Test
    void what_a_published_commit_follows_is_shared_while_all_remotes_are_public() throws IOException {
        Path repo = peer.resolve("ostree/repo");
        Checksum second = Checksum.parse(
                ostree(repo, "rev-parse", "origin:" + SmallHost.REF).strip());
        // As the deployment that can be gone back to keeps it.
        ostree(repo, "refs", "--create=ostree/0/1/1", second.hex());
        Checksum third = Checksum.parse(host.commit("3", List.of("bash 5.3 1")));
        // Of the first one there is the commit alone.
        ostree(repo, "pull", "--commit-metadata-only", "--depth=-1", "origin", SmallHost.REF);
        ostree(repo, "pull", "origin", SmallHost.REF);
        assertThat(new SharedCommits(Repository.open(repo), peer, List.of()).list())
                .containsExactlyInAnyOrder(second, third);
        ostree(repo, "remote", "add", "--no-gpg-verify", "inner", "https://user:word@example.org/repo");
        assertThat(new SharedCommits(Repository.open(repo), peer, List.of()).list())
                .containsExactly(third);
        ostree(repo, "remote", "delete", "inner");

        try (Server server = new Server()) {
            settings("127.0.0.1:" + server.port);
            assertThat(host.does("deploy", "2", "--peers"))
                    .containsPattern("From peers: [0-9]{2} objects, ")
                    .doesNotContain("given up");
        }
        assertThat(files).isEmpty();
    }

    @Test
    void resolved_is_told_which_commits_there_are() throws IOException {
        String commit = ostree(peer.resolve("ostree/repo"), "rev-parse", "origin:" + SmallHost.REF)
                .strip();
        Path run = Files.createDirectory(tmp.resolve("run"));
        Map<String, String> environment = Map.of("ATOMIC_ROOT", peer.toString(), "ATOMIC_RUN", run.toString());
        assertThat(host.run(List.of("host", "peer", "announce"), environment))
                .satisfies(result -> assertThat(result.code()).isZero())
                .satisfies(result -> assertThat(result.err()).contains("addresses="));
        Path service = run.resolve("systemd/dnssd/atomic-peers.dnssd");
        assertThat(Files.readString(service))
                .isEqualTo("[Service]\nName=%H\nType=_atomic-peer._tcp\nPort=8791\nTxtText=v=1 commits="
                        + commit.substring(0, 16) + "\n");
        assertThat(host.run(List.of("host", "peer", "announce", "--withdraw"), environment)
                        .code())
                .isZero();
        assertThat(service).doesNotExist();
        Trees.delete(run);
    }

    @Test
    void the_list_says_what_settings_name_and_that_it_is_not_used() throws IOException {
        settings("10.9.8.7");
        assertThat(host.does("peer", "list")).contains("http://10.9.8.7:8791", "(from peers.conf)");
        assertThat(host.does("peer", "list", "--json").getBytes(StandardCharsets.UTF_8))
                .asString(StandardCharsets.UTF_8)
                .contains("\"url\" : \"http://10.9.8.7:8791\"");
        for (String command : List.of("list", "serve", "announce")) {
            assertThat(host.does("peer", command, "--help")).contains("atomic host peer " + command);
        }
    }
}
