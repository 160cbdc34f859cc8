package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Servers that die, disks that are full, what is staged and taken back, another ref to follow for a while. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AccidentsOnHostTest {
    @TempDir
    private static Path directory;

    private Streams streams;
    private UpdatedHost host;
    private UpdateServer server;
    private Operator operator;
    private String first;

    @BeforeAll
    void a_host_that_follows_a_stream() throws IOException {
        streams = new Streams(directory);
        first = streams.compose(Streams.REF, List.of(), Map.of("/usr/share/signed", "the first signed commit\n"))
                .hex();
        host = UpdatedHost.boot(streams);
        server = host.server();
        operator = host.operator();
        operator.does("atomic host rebase atomsmith:" + Streams.REF);
        operator.reboots();
    }

    @AfterAll
    void switched_off() throws IOException {
        if (host != null) {
            host.saveSerialLog("accidents");
            host.close();
        }
    }

    @Test
    @Order(1)
    void goes_on_where_a_server_that_died_had_stopped() throws IOException {
        String third = streams.compose(
                        Streams.REF,
                        List.of("nano"),
                        Map.of("/usr/share/large", "x".repeat(400_000), "/usr/share/signed", "the third\n"))
                .hex();
        server.dieAfter(20_000);
        operator.fails("timeout 600 atomic host upgrade");
        operator.libostreeAgrees();
        assertThat(operator.deployment(0, "checksum")).isEqualTo(first);
        server.dieAfter(Long.MAX_VALUE);
        operator.does("atomic host upgrade");
        assertThat(operator.deployment(0, "checksum")).isEqualTo(third);
        operator.libostreeAgrees();
        operator.does("atomic host cleanup -p");
        assertThat(operator.deployment(0, "checksum")).isEqualTo(first);
    }

    @Test
    @Order(2)
    void refuses_what_does_not_fit_before_it_downloads_anything() throws IOException {
        StringBuilder large = new StringBuilder();
        Random letters = new Random(1);
        for (int i = 0; i < 30_000_000; i++) {
            large.append((char) ('a' + letters.nextInt(26)));
        }
        streams.compose(Streams.REF, List.of(), Map.of("/usr/share/large", large.toString()));
        operator.does("fallocate -l $(($(df --output=avail -B1 /var | tail -1) - 20000000)) /var/full");
        server.bytes();
        assertThat(operator.fails("atomic host upgrade")).contains("free");
        assertThat(server.bytes()).isLessThan(100_000);
        operator.does("rm /var/full");
        operator.libostreeAgrees();
    }

    @Test
    @Order(3)
    void stages_arguments_and_named_versions_and_pins() throws IOException {
        operator.does("atomic host pin booted");
        assertThat(operator.status().get("deployments").get(0).get("pinned").asBoolean())
                .isTrue();
        operator.does("atomic host unpin booted");
        operator.does("atomic host kargs --append=quiet.test=1");
        operator.libostreeAgrees();
        assertThat(operator.does("atomic host kargs")).contains("quiet.test=1");
        operator.does("atomic host cleanup -p");
        String version = streams.version(Streams.REF);
        operator.does("atomic host deploy " + version);
        assertThat(operator.deployment(0, "version")).isEqualTo(version);
        operator.libostreeAgrees();
        operator.does("atomic host cleanup -p");
        assertThat(operator.does("atomic host bootloader status")).contains("current");
        assertThat(
                        operator.does(
                                "busctl introspect org.projectatomic.rpmostree1 /org/projectatomic/rpmostree1/Sysroot --no-pager"))
                .contains("org.projectatomic.rpmostree1.Sysroot", "Deployments", "RegisterClient");
    }

    @Test
    @Order(4)
    void follows_another_ref_and_comes_back_without_what_was_tried_meanwhile() throws IOException {
        String ref = Streams.REF + "-other";
        String other = streams.compose(ref, List.of(), Map.of("/usr/share/other", "another stream\n"))
                .hex();
        operator.does("atomic host unlock");
        operator.does("echo tried > /usr/share/tried");
        assertThat(operator.deployment(0, "unlocked")).isEqualTo("development");
        operator.does("atomic host rebase atomsmith:" + ref);
        operator.libostreeAgrees();
        operator.reboots();
        assertThat(operator.booted()).isEqualTo(other);
        operator.fails("cat /usr/share/tried");
        operator.does("atomic host rebase atomsmith:" + Streams.REF + " " + first);
        operator.reboots();
        assertThat(operator.booted()).isEqualTo(first);
        operator.fails("cat /usr/share/tried /usr/share/other");
        operator.libostreeAgrees();
    }
}
