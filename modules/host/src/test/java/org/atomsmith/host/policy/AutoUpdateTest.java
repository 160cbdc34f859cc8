package org.atomsmith.host.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.repo.KeyFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates by policy, run by run; the graph and the fleet's lock come from a server. */
final class AutoUpdateTest {
    private static final MachineIdentity MACHINE = MachineIdentity.of("0123456789abcdef0123456789abcdef");

    @TempDir
    private Path tmp;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> journal = new ArrayList<>();
    private final OneStep host = new OneStep();
    private HttpServer server;
    private int answer = 200;
    private Instant now = Instant.parse("2026-01-10T00:00:00Z");

    /** A host that goes from version 1 to version 2. */
    private static final class OneStep implements Updates {
        private Optional<Version> next = Optional.of(new Version("2", "a2"));
        private Optional<Version> staged = Optional.empty();
        private final List<String> done = new ArrayList<>();

        @Override
        public Version current() {
            return new Version("1", "a1");
        }

        @Override
        public Optional<Version> staged() {
            return staged;
        }

        @Override
        public Optional<Version> newest() {
            done.add("look");
            return next;
        }

        @Override
        public boolean isBad(String checksum) {
            return false;
        }

        @Override
        public void stage(Version version) {
            done.add("stage " + version.name());
            staged = Optional.of(version);
        }

        @Override
        public void restart(long minutes, String warning) {
            done.add("restart in " + minutes + ": " + warning);
        }
    }

    @BeforeEach
    void setUp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("fleet-lock-protocol") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = (exchange.getRequestURI().getPath().equals("/v1/graph")
                            ? "{\"nodes\":[{\"version\":\"1\",\"payload\":\"a1\",\"metadata\":{}},{\"version\":\"1.5\","
                                    + "\"payload\":\"a15\",\"metadata\":{}}],\"edges\":[[0,1]]}"
                            : answer == 200 ? "" : "{\"kind\":\"failed_lock\",\"value\":\"all slots are taken\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    exchange.getRequestMethod().equals("GET") ? 200 : answer, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        boot("first boot");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void each_policy_goes_as_far_as_it_says() throws IOException {
        assertThat(run("policy=none")).isEqualTo("disabled: the policy is none");
        assertThat(host.done).isEmpty();
        assertThat(run("policy=check")).isEqualTo("available: 2 is available");
        assertThat(host.done).containsExactly("look");
        after(Duration.ofHours(2));
        assertThat(run("policy=stage")).isEqualTo("staged: 2 starts with the next restart");
        assertThat(run("policy=apply")).isEqualTo("rebooting: into 2");
        assertThat(host.done)
                .containsExactly("look", "look", "stage 2", "restart in 5: This machine restarts to update to 2.");
        assertThat(run("policy=apply")).isEqualTo("rebooting: into 2");
        assertThat(host.done).hasSize(4);
        // Somebody called it off: it is not forgotten.
        after(Duration.ofHours(2));
        run("policy=apply");
        assertThat(host.done).hasSize(5);
    }

    @Test
    void the_server_is_asked_once_in_an_interval() throws IOException {
        host.next = Optional.empty();
        assertThat(run("policy=stage\ninterval=60\njitter=30")).isEqualTo("idle: 1 is the newest for this machine");
        after(Duration.ofMinutes(59));
        run("policy=stage\ninterval=60\njitter=30");
        assertThat(host.done).hasSize(1);
        after(Duration.ofMinutes(31));
        run("policy=stage\ninterval=60\njitter=30");
        assertThat(host.done).hasSize(2);
    }

    @Test
    void a_restart_waits_for_its_window_the_users_and_the_battery() throws IOException {
        String settings = "policy=apply\nusers=wait\njitter=0\n[window x]\nstart=02:00\nlength=2h";
        assertThat(run(settings)).isEqualTo("waiting: 2 starts in the window at 2026-01-10T02:00:00Z");
        after(Duration.ofMinutes(121));
        write("run/systemd/sessions/1", "UID=1000\nUSER=ann\nSTATE=active\nCLASS=user\n");
        write("run/systemd/sessions/c1", "UID=0\nUSER=gdm\nSTATE=active\nCLASS=greeter\n");
        assertThat(run(settings)).isEqualTo("waiting: 2 starts when ann logged out");
        Files.delete(tmp.resolve("run/systemd/sessions/1"));
        write("sys/class/power_supply/BAT0/type", "Battery\n");
        write("sys/class/power_supply/BAT0/capacity", "12\n");
        assertThat(run(settings)).isEqualTo("waiting: for the battery, which has 12 %");
        write("sys/class/power_supply/AC/type", "Mains\n");
        write("sys/class/power_supply/AC/online", "1\n");
        assertThat(run(settings)).isEqualTo("rebooting: into 2");
    }

    @Test
    void nothing_is_fetched_over_a_metered_line_or_before_the_boot_is_healthy() throws IOException {
        assertThat(engine("policy=stage").run(false, "checking").get("message"))
                .isEqualTo("for this boot to be healthy: it is checking");
        Files.createDirectories(tmp.resolve("run/NetworkManager"));
        write("usr/bin/busctl", "#!/bin/sh\necho 'u 3'\n");
        LinuxFiles.chmod(tmp.resolve("usr/bin/busctl"), 0755);
        assertThat(run("policy=stage")).isEqualTo("waiting: for a line that is not metered");
        assertThat(run("policy=stage\nmetered=ignore")).startsWith("staged");
    }

    @Test
    void the_fleet_is_asked_before_a_restart_less_and_less_often_and_told_after_it() throws IOException {
        String settings = "policy=apply\n[fleetlock]\nurl=" + url() + "/\ngroup=web";
        answer = 409;
        assertThat(run(settings)).isEqualTo("waiting: for a slot of the fleet: failed_lock: all slots are taken");
        assertThat(requests)
                .containsExactly("POST /v1/pre-reboot true {\"client_params\":{\"id\":\"" + MACHINE.node()
                        + "\",\"group\":\"web\"}}");
        List<Integer> asked = new ArrayList<>();
        for (int minute = 1; minute < 200; minute++) {
            after(Duration.ofMinutes(1));
            run(settings);
            if (requests.size() > asked.size() + 1) {
                asked.add(minute);
            }
        }
        assertThat(asked).containsExactly(1, 3, 7, 15, 31, 63, 123, 183);
        answer = 200;
        after(Duration.ofHours(1));
        assertThat(run(settings)).isEqualTo("rebooting: into 2");
        int before = requests.size();
        run(settings);
        assertThat(requests).as("the slot is held while this boot lasts").hasSize(before);

        boot("second boot");
        host.staged = Optional.empty();
        host.next = Optional.empty();
        answer = 500;
        after(Duration.ofMinutes(5));
        run(settings);
        assertThat(journal).anyMatch(line -> line.startsWith("The slot of the fleet could not be given back"));
        answer = 200;
        after(Duration.ofMinutes(5));
        run(settings);
        assertThat(requests.getLast()).startsWith("POST /v1/steady-state true");
        before = requests.size();
        run(settings);
        assertThat(requests).hasSize(before);
    }

    @Test
    void a_graph_says_which_version_follows() throws IOException {
        assertThat(run("policy=stage\ngraph=" + url() + "/v1/graph\nstream=stable\nwariness=0.25"))
                .isEqualTo("staged: 1.5 starts with the next restart");
        assertThat(host.done).containsExactly("stage 1.5");
        assertThat(requests.getFirst())
                .contains("stream=stable", "rollout_wariness=0.25", "node_uuid=" + MACHINE.node(), "os_checksum=a1");
    }

    private String run(String settings) throws IOException {
        UpdateState state = engine(settings).run(false, "healthy");
        return state.get(UpdateState.STATE) + ": " + state.get(UpdateState.MESSAGE);
    }

    private AutoUpdate engine(String settings) {
        return new AutoUpdate(
                UpdateSettings.of(KeyFile.parse("[updates]\n" + settings + "\n", "test"), KeyFile.EMPTY),
                MACHINE,
                new MachineConditions(tmp, tmp.resolve("run")),
                host,
                () -> now,
                tmp.resolve("updates.json"),
                journal::add);
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    private void boot(String id) throws IOException {
        write("proc/sys/kernel/random/boot_id", id + "\n");
    }

    private void write(String path, String content) throws IOException {
        Path file = tmp.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, content);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
