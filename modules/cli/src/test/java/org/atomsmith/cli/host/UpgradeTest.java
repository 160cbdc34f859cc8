package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host's life: it follows a signed stream, is upgraded, rolled back, and keeps what is its owner's: files, data and a
 * running container. One machine goes through all of it, a small one with 512 MiB of memory; libostree's own command
 * agrees at each step.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UpgradeTest {
    /** Room for what is no object: branches, a summary, an index of deltas. */
    private static final int ASIDE = 4096;

    @TempDir
    private static Path directory;

    private Streams streams;
    private UpdatedHost host;
    private UpdateServer server;
    private Operator operator;
    private String first;
    private String second;

    @BeforeAll
    void a_host_and_its_update_server() throws IOException {
        streams = new Streams(directory);
        first = streams.compose(Streams.REF, List.of(), Map.of("/usr/share/signed", "the first signed commit\n"))
                .hex();
        host = UpdatedHost.boot(streams, 512);
        server = host.server();
        operator = host.operator();
    }

    @AfterAll
    void switched_off() throws IOException {
        if (host != null) {
            host.saveSerialLog("upgrade");
            host.close();
        }
    }

    @Test
    @Order(1)
    void follows_a_stream_after_a_rebase() throws IOException {
        assertThat(operator.does("atomic host rebase atomsmith:" + Streams.REF))
                .contains("Download", "Run 'systemctl reboot' to start");
        operator.libostreeAgrees();
        operator.does("echo mine > /etc/mine; echo state > /var/lib/state");
        operator.startsContainer();
        operator.reboots();
        assertThat(operator.booted()).isEqualTo(first);
        operator.libostreeAgrees();
    }

    @Test
    @Order(2)
    void says_in_one_small_request_that_there_is_nothing_new() throws IOException {
        assertThat(operator.exitOf("atomic host upgrade --check")).isEqualTo(77);
        server.requests();
        server.bytes();
        assertThat(operator.exitOf("atomic host upgrade --check")).isEqualTo(77);
        assertThat(server.requests()).isOne();
        assertThat(server.bytes()).isLessThan(2048);
    }

    @Test
    @Order(3)
    void upgrades_as_a_unit_and_says_before_what_it_will_do() throws IOException {
        long before = streams.objectBytes();
        second = streams.compose(
                        Streams.REF, List.of("nano"), Map.of("/usr/share/signed", "the second signed commit\n"))
                .hex();
        assertThat(operator.does("atomic host upgrade --preview")).contains("nano-");
        server.bytes();
        assertThat(operator.does("atomic host upgrade")).contains("1 added", "Download");
        assertThat(server.bytes())
                .as("the objects that are new and nothing else")
                .isLessThanOrEqualTo(streams.objectBytes() - before + ASIDE);
        operator.libostreeAgrees();
        operator.reboots();
        assertThat(operator.booted()).isEqualTo(second);
        operator.libostreeAgrees();
        assertThat(operator.does("cat /etc/mine /var/lib/state; command -v nano"))
                .isEqualTo("mine\nstate\n/usr/bin/nano");
        operator.containerRuns();
        assertThat(operator.does("atomic host db diff")).contains("nano");
        assertThat(operator.does("atomic host history")).contains("finalized");
    }

    @Test
    @Order(4)
    void goes_back() throws IOException {
        operator.does("atomic host rollback");
        operator.libostreeAgrees();
        operator.reboots();
        assertThat(operator.booted()).isEqualTo(first);
        assertThat(operator.does("cat /etc/mine /var/lib/state")).isEqualTo("mine\nstate");
        operator.containerRuns();
    }
}
