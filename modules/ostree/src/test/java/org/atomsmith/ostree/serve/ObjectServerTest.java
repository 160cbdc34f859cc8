package org.atomsmith.ostree.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host's own repository gives to others; libostree says whether it is what an archive has. */
final class ObjectServerTest {
    @TempDir
    private Path directory;

    private Path repo;
    private Checksum published;
    private Checksum local;

    @BeforeEach
    void commit() throws IOException {
        OstreeCommand.assumePresent();
        Assumptions.assumeTrue(OstreeCommand.isRoot(), "only root writes a bare repository");
        Path tree = directory.resolve("tree");
        for (int d = 0; d < 4; d++) {
            Path sub = Files.createDirectories(tree.resolve("usr/share/" + d));
            for (int f = 0; f < 20; f++) {
                Files.writeString(sub.resolve("file" + f), ("content " + d + " " + f + "\n").repeat(100 * f));
            }
            Files.createSymbolicLink(sub.resolve("link"), Path.of("file1"));
        }
        byte[] large = new byte[3 * ArchivedObjects.IN_MEMORY + 17];
        new Random(1).nextBytes(large);
        Files.write(tree.resolve("usr/large"), large);
        Files.writeString(tree.resolve("usr/empty"), "");
        repo = directory.resolve("repo");
        OstreeCommand.ostree(repo, "init", "--mode=bare");
        published = commit(tree, "published");
        Files.writeString(tree.resolve("usr/added-here"), "a secret of this machine\n");
        local = commit(tree, "local");
    }

    private Checksum commit(Path tree, String ref) {
        return Checksum.parse(OstreeCommand.ostree(repo, "commit", "-b", ref, "--tree=dir=" + tree)
                .strip());
    }

    private RunningServer server(ServerLimits limits) throws IOException {
        return new RunningServer(Repository.open(repo), List.of(published), limits);
    }

    @Test
    void libostree_pulls_a_commit_from_it_into_each_mode() throws IOException {
        try (RunningServer server = server(ServerLimits.DEFAULT)) {
            for (String mode : List.of("archive", "bare", "bare-user")) {
                Path target = directory.resolve("target-" + mode);
                OstreeCommand.ostree(target, "init", "--mode=" + mode);
                OstreeCommand.ostree(
                        target,
                        "remote",
                        "add",
                        "--no-gpg-verify",
                        "peer",
                        server.uri().toString());
                OstreeCommand.ostree(target, "pull", "peer", published.hex());
                OstreeCommand.ostree(target, "fsck");
                assertThat(OstreeCommand.ostree(target, "ls", "-R", "-C", "-X", published.hex()))
                        .isEqualTo(OstreeCommand.ostree(repo, "ls", "-R", "-C", "-X", published.hex()));
            }
        }
    }

    @Test
    void what_was_made_on_this_machine_stays_here() throws IOException {
        Repository repository = Repository.open(repo);
        Checksum tree = repository.readCommit(local).rootTree();
        Checksum usr = repository.readDirTree(tree).directories().getFirst().tree();
        Checksum secret = repository.readDirTree(usr).files().stream()
                .filter(file -> file.name().equals("added-here"))
                .findFirst()
                .orElseThrow()
                .checksum();
        try (RunningServer server = server(ServerLimits.DEFAULT)) {
            assertThat(ask(server, "GET " + path(new ObjectName(ObjectType.COMMIT, published))))
                    .startsWith("HTTP/1.1 200 ");
            for (ObjectName name : List.of(
                    new ObjectName(ObjectType.COMMIT, local),
                    new ObjectName(ObjectType.DIRTREE, tree),
                    new ObjectName(ObjectType.DIRTREE, usr),
                    ObjectName.file(secret))) {
                assertThat(ask(server, "GET " + path(name))).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/config/",
                "/summary",
                "/summary.sig",
                "/refs/heads/published",
                "/objects/../config",
                "/objects/..%2f..%2fetc/shadow",
                "/../../etc/passwd",
                "/objects/",
                "http://127.0.0.1/config",
                "/config?x",
                "/delta-indexes/x"
            })
    void nothing_but_objects_is_served(String path) throws IOException {
        try (RunningServer server = server(ServerLimits.DEFAULT)) {
            assertThat(ask(server, "GET " + path)).startsWith("HTTP/1.1 404 ").endsWith("\r\n\r\n");
        }
    }

    @Test
    void paths_of_objects_are_written_in_one_way_only() throws IOException {
        String good = path(new ObjectName(ObjectType.COMMIT, published));
        try (RunningServer server = server(ServerLimits.DEFAULT)) {
            assertThat(ask(server, "HEAD " + good)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
            for (String bad : List.of(
                    good.toUpperCase(java.util.Locale.ROOT),
                    good + "meta",
                    good + "/",
                    "/" + good,
                    good.replace(".commit", ".file"),
                    good.replace(".commit", ".filez"),
                    good.replace(".commit", ""),
                    good.substring(0, 12) + "/" + good.substring(12))) {
                assertThat(ask(server, "GET " + bad)).as(bad).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    @Test
    void requests_that_make_no_sense_end_the_connection() throws IOException {
        try (RunningServer server = server(ServerLimits.DEFAULT)) {
            for (String bad : List.of(
                    "nonsense\r\n\r\n",
                    "GET /config HTTP/1.0\r\n\r\n",
                    "GET  /config HTTP/1.1\r\n\r\n",
                    "GET /config HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
                    "GET /config HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) {
                assertThat(raw(server, bad)).as(bad).startsWith("HTTP/1.1 400 ");
            }
            assertThat(raw(server, "PUT /config HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
            assertThat(raw(server, "GET /config HTTP/1.1\r\nX: " + "x".repeat(9000)))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(raw(server, "GET /config HTTP/1.1\r\n\r\nHEAD /config HTTP/1.1\r\nConnection: close\r\n\r\n"))
                    .as("two requests at once")
                    .containsOnlyOnce("mode=archive-z2")
                    .matches("(?s)HTTP/1.1 200 .*HTTP/1.1 200 .*");
        }
    }

    @Test
    void a_file_that_was_changed_in_place_is_not_given_away() throws IOException {
        Repository repository = Repository.open(repo);
        Checksum usr = repository
                .readDirTree(repository.readCommit(published).rootTree())
                .directories()
                .getFirst()
                .tree();
        for (String name : List.of("empty", "large")) {
            Checksum checksum = repository.readDirTree(usr).files().stream()
                    .filter(file -> file.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .checksum();
            Path object = repository.objectPath(ObjectName.file(checksum));
            byte[] content = Files.readAllBytes(object);
            Files.writeString(object, "a secret of this machine\n".repeat(content.length / 20 + 1));
            try (RunningServer server = server(ServerLimits.DEFAULT)) {
                assertThat(ask(server, "GET " + path(ObjectName.file(checksum))))
                        .startsWith("HTTP/1.1 500 ")
                        .endsWith("\r\n\r\n");
            }
        }
    }

    @Test
    void keeps_to_its_limits() throws IOException {
        ServerLimits limits = new ServerLimits(3, 2, 50, Duration.ofMillis(600));
        try (RunningServer server = server(limits)) {
            List<Socket> idle = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                idle.add(new Socket(
                        server.address().getAddress(), server.address().getPort()));
            }
            assertThat(ask(server, "GET /config"))
                    .as("a third from one address")
                    .startsWith("HTTP/1.1 503 ");
            for (Socket socket : idle) {
                socket.setSoTimeout(5000);
                assertThat(socket.getInputStream().read())
                        .as("closed for it asked nothing")
                        .isNegative();
                socket.close();
            }
            assertThat(ask(server, "GET /config")).startsWith("HTTP/1.1 200 ");
            try (Socket slow =
                    new Socket(server.address().getAddress(), server.address().getPort())) {
                // Asks for the large file again and again, and takes nothing of it.
                Repository repository = Repository.open(repo);
                Checksum root = repository.readCommit(published).rootTree();
                Checksum usr =
                        repository.readDirTree(root).directories().getFirst().tree();
                for (var file : repository.readDirTree(usr).files()) {
                    byte[] request = ("GET " + path(ObjectName.file(file.checksum())) + " HTTP/1.1\r\n\r\n")
                            .repeat(20)
                            .getBytes(StandardCharsets.US_ASCII);
                    slow.getOutputStream().write(request);
                }
                assertThat(slow.isConnected()).isTrue();
                waitUntilGone(server);
            }
        }
    }

    @Test
    void a_question_that_comes_byte_by_byte_is_not_waited_for() throws IOException, InterruptedException {
        try (RunningServer server = server(new ServerLimits(3, 2, 50, Duration.ofMillis(600)));
                Socket slow = new Socket(
                        server.address().getAddress(), server.address().getPort())) {
            long began = System.nanoTime();
            boolean cut = false;
            while (!cut && System.nanoTime() - began < Duration.ofSeconds(20).toNanos()) {
                try {
                    slow.getOutputStream().write('G');
                    Thread.sleep(50);
                } catch (IOException e) {
                    cut = true;
                }
            }
            assertThat(cut).isTrue();
        }
    }

    private static void waitUntilGone(RunningServer server) throws IOException {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < until) {
            // Two more fit only when the slow one is gone.
            try (Socket one = new Socket(
                            server.address().getAddress(), server.address().getPort());
                    Socket two = new Socket(
                            server.address().getAddress(), server.address().getPort())) {
                two.setSoTimeout(200);
                one.setSoTimeout(200);
                if (waits(one) && waits(two)) {
                    return;
                }
            }
        }
        throw new AssertionError("the connection that takes nothing is still there");
    }

    private static boolean waits(Socket socket) throws IOException {
        try {
            socket.getInputStream().read();
            return false;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        }
    }

    @Test
    void ends_when_nobody_asks_any_more() throws IOException {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                ObjectServer server = new ObjectServer(
                        listener,
                        new ServedObjects(Repository.open(repo), () -> List.of(published)),
                        ServerLimits.DEFAULT,
                        _ -> true,
                        System.err::println)) {
            long began = System.nanoTime();
            server.run(Duration.ofMillis(300));
            assertThat(System.nanoTime() - began)
                    .isLessThan(Duration.ofSeconds(5).toNanos());
        }
    }

    private static String path(ObjectName name) {
        String hex = name.checksum().hex();
        String extension =
                name.type() == ObjectType.FILE ? "filez" : name.type().extension();
        return "/objects/" + hex.substring(0, 2) + "/" + hex.substring(2) + "." + extension;
    }

    private static String ask(RunningServer server, String request) throws IOException {
        return raw(server, request + " HTTP/1.1\r\nHost: peer\r\nConnection: close\r\n\r\n");
    }

    private static String raw(RunningServer server, String request) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
