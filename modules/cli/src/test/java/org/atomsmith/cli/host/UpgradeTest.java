package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atomsmith.cli.build.SharedBuild;
import org.atomsmith.qa.machine.BootRequest;
import org.atomsmith.qa.machine.Guest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host's life: it follows a signed stream, is upgraded, rolled back, and keeps what is its owner's. One machine goes
 * through all of it, a small one with 512 MiB of memory; libostree's own command agrees at each step.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UpgradeTest {
    @TempDir
    private static Path directory;

    private Streams streams;
    private UpdateServer server;
    private Guest guest;
    private Operator operator;
    private String first;
    private String second;

    @BeforeAll
    void a_host_and_its_update_server() throws IOException {
        streams = new Streams(directory);
        first = streams.at(Streams.REF).hex();
        streams.compose(Streams.REF, List.of(), Map.of("/usr/share/signed", "the first signed commit\n"));
        first = streams.at(Streams.REF).hex();
        server = new UpdateServer(directory);
        guest = Guest.boot(
                BootRequest.of(SharedBuild.image("qcow2").orElseThrow()).withMemoryMib(512));
        guest.awaitSsh(Operator.BOOT);
        operator = new Operator(guest);
        operator.follows(streams, server);
    }

    @AfterAll
    void switched_off() throws IOException {
        if (guest != null) {
            guest.saveSerialLog(Path.of("target", "serial-upgrade.log"));
            guest.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void follows_a_stream_after_a_rebase() throws IOException {
        System.out.println(operator.does("atomic host status"));
        System.out.println(operator.does("bash -c 'time atomic host rebase atomsmith:" + Streams.REF + "'"));
        operator.libostreeAgrees();
        operator.does("podman run -d --name kept --network=none --rootfs / sleep infinity || true");
        operator.does("echo mine > /etc/mine; echo changed >> /etc/motd; echo state > /var/lib/state");
        System.out.println("reboot " + operator.reboots());
        assertThat(operator.booted()).isEqualTo(first);
        System.out.println(operator.does("atomic host status; atomic host status --json"));
        operator.libostreeAgrees();
    }

    @Test
    @Order(2)
    void says_in_one_small_request_that_there_is_nothing_new() throws IOException {
        operator.does("atomic host upgrade --check || [ $? = 77 ]");
        server.requests();
        server.bytes();
        assertThat(operator.exitOf("atomic host upgrade --check")).isEqualTo(77);
        System.out.println("no-change check: " + server.requests() + " requests, " + server.bytes() + " bytes");
    }

    @Test
    @Order(3)
    void upgrades_as_a_unit_and_says_before_what_it_will_do() throws IOException {
        streams.compose(Streams.REF, List.of("nano"), Map.of("/usr/share/signed", "the second signed commit\n"));
        second = streams.at(Streams.REF).hex();
        System.out.println(operator.does("bash -c 'time atomic host upgrade --preview'"));
        server.bytes();
        System.out.println(operator.does("bash -c 'time atomic host upgrade'"));
        System.out.println("downloaded " + server.bytes());
        operator.libostreeAgrees();
        System.out.println("reboot " + operator.reboots());
        assertThat(operator.booted()).isEqualTo(second);
        operator.libostreeAgrees();
        assertThat(operator.does("cat /etc/mine /var/lib/state; command -v nano"))
                .isEqualTo("mine\nstate\n/usr/bin/nano");
        System.out.println(operator.does("atomic host db diff; atomic host history; df -h /; du -sh /boot"));
    }

    @Test
    @Order(4)
    void goes_back() throws IOException {
        System.out.println(operator.does("atomic host rollback"));
        operator.libostreeAgrees();
        operator.reboots();
        assertThat(operator.booted()).isEqualTo(first);
        assertThat(operator.does("cat /etc/mine /var/lib/state")).isEqualTo("mine\nstate");
    }
}
