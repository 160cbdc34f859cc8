package org.atomsmith.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that have little: of {@code /boot}, of the disk, of the network, of time. */
final class ScarceHostTest {
    /** A file system of its own for a directory, seen by nobody else, for one command. */
    private static final String ON_A_SMALL_DISK = """
            dir=$1 size=$2; shift 2
            cp -a "$dir" "$dir.old"; mount -t tmpfs -o size=$size tmpfs "$dir"; cp -a "$dir.old/." "$dir/"
            status=0; "$@" || status=$?
            rm -rf "$dir.old"; cp -a "$dir" "$dir.after"; exit $status
            """;

    @TempDir
    private Path tmp;

    private SmallHost host;

    @BeforeEach
    void setUp() throws IOException {
        host = new SmallHost(Files.createDirectory(tmp.resolve("host")));
    }

    @Test
    void a_boot_without_room_is_told_before_the_shutdown() throws IOException {
        host.file("usr/lib/modules/" + SmallHost.KERNEL + "/.vmlinuz.hmac", "x".repeat(3 << 20));
        host.commit("2", List.of());
        CommandResult result = onASmallDisk(host.sysroot().resolve("boot"), "3m", "upgrade");
        assertThat(result.exit()).as(result::output).isEqualTo(1);
        assertThat(result.output()).contains("/boot lacks ").doesNotContain("systemctl reboot");
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"1\"");
    }

    @Test
    void an_update_that_cannot_be_staged_leaves_the_one_that_is() throws IOException {
        host.commit("2", List.of());
        host.does("upgrade");
        host.does("lock");
        host.file("usr/lib/modules/" + SmallHost.KERNEL + "/.vmlinuz.hmac", "x".repeat(3 << 20));
        host.commit("3", List.of());
        CommandResult result = onASmallDisk(host.sysroot().resolve("boot"), "3m", "upgrade");
        assertThat(result.exit()).as(result::output).isEqualTo(1);
        assertThat(result.output()).contains("/boot lacks ");
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"2\", \"1\"");
        assertThat(host.status("$.deployments[0].finalization-locked")).isEqualTo("true");
        host.libostreeAgrees();
        host.does("lock", "--unlock");
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"2\", \"1\"");
        // And with room enough the newer one comes.
        host.does("upgrade");
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"3\", \"2\"");
    }

    @Test
    void a_boot_with_room_for_two_kernels_but_not_for_three_is_enough() throws IOException {
        String kernel = "usr/lib/modules/" + SmallHost.KERNEL + "/.vmlinuz.hmac";
        host.file(kernel, "a".repeat(2 << 20));
        host.commit("2", List.of());
        host.does("upgrade");
        host.shutDownAndBoot();
        host.file(kernel, "b".repeat(2 << 20));
        host.commit("3", List.of());
        host.does("upgrade");
        host.shutDownAndBoot();
        host.file(kernel, "c".repeat(2 << 20));
        host.commit("4", List.of());
        CommandResult result = onASmallDisk(host.sysroot().resolve("boot"), "6500k", "upgrade");
        assertThat(result.exit()).as(result::output).isZero();
        assertThat(host.status("$.deployments[0].staged")).isEqualTo("true");
    }

    @Test
    void a_full_disk_downloads_nothing() throws IOException {
        host.commit("2", List.of());
        CommandResult result = onASmallDisk(host.sysroot(), "12m", "upgrade");
        assertThat(result.exit()).as(result::output).isEqualTo(1);
        assertThat(result.output())
                .contains("on the root file system", "nothing was downloaded", "atomic host cleanup");
    }

    @Test
    void a_look_that_finds_nothing_new_is_one_small_request() throws IOException {
        List<String> requests = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            Path file = host.source().resolve(path.substring(1));
            boolean found = Files.isRegularFile(file);
            byte[] body = found ? Files.readAllBytes(file) : new byte[0];
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(found ? 200 : 404, head || !found ? -1 : body.length);
            exchange.getResponseBody().write(head ? new byte[0] : body);
            exchange.close();
        });
        server.start();
        try {
            host.setRemote("url", "http://127.0.0.1:" + server.getAddress().getPort());
            assertThat(host.atomic("upgrade", "--check").code()).isEqualTo(77);
            assertThat(requests).containsExactly("/refs/heads/" + SmallHost.REF);
            host.commit("2", List.of());
            host.does("upgrade");
            requests.clear();
            assertThat(host.atomic("upgrade", "--check").code()).isEqualTo(77);
            assertThat(requests).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_killed_upgrade_is_taken_up_by_the_next() throws IOException, InterruptedException {
        for (int i = 0; i < 200; i++) {
            host.file("usr/share/file" + i, "content " + i + "\n");
        }
        host.commit("2", List.of());
        for (int wait : new int[] {300, 450, 600}) {
            Process process = new ProcessBuilder(host.process("upgrade"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.waitFor(wait, java.util.concurrent.TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            host.libostreeAgrees();
            assertThat(host.does("status")).contains("State: idle");
        }
        host.does("upgrade");
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"2\", \"1\"");
        assertThat(host.does("verify")).contains("all are as they should be");
        host.libostreeAgrees();
    }

    private CommandResult onASmallDisk(Path directory, String size, String command) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-ec",
                ON_A_SMALL_DISK,
                "sh",
                directory.toString(),
                size));
        words.addAll(host.process(command));
        return Command.of(words).withInheritedEnvironment().withErrorsInOutput().run();
    }
}
