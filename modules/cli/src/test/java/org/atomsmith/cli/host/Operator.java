package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.CommandTimeoutException;
import org.atomsmith.qa.machine.Guest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who administers a host through ssh. */
final class Operator {
    /** Generous: a machine without hardware virtualisation, next to other work. */
    static final Duration BOOT = Duration.ofMinutes(8);

    private static final String BOOT_ID = "cat /proc/sys/kernel/random/boot_id";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Guest guest;

    Operator(Guest guest) {
        this.guest = guest;
    }

    /** Makes the host know a stream's server and key, under the name atomsmith. */
    void follows(Streams streams, UpdateServer server) throws IOException {
        does("ostree remote add --set=gpg-verify=false --set=sign-verify=true --set=verification-ed25519-key="
                + streams.publicKey() + " atomsmith " + server.url("repo"));
    }

    /** Runs a command as root, which must succeed; returns what it said. */
    String does(String command) throws IOException {
        CommandResult result = guest.runAsRoot(command, LONG);
        String crash = result.exit() < 128
                ? ""
                : guest.runAsRoot("head -c 20000 /run/atomic-crash-*", LONG).output();
        assertThat(result.exit())
                .as(() -> "$ " + command + "\n" + result.output() + crash)
                .isZero();
        return result.output().strip();
    }

    /** Starts a container of its own image that every boot starts again. */
    void startsContainer() throws IOException {
        does("""
                tar -C / -chf - usr/bin/sleep lib/x86_64-linux-gnu/libc.so.6 lib64/ld-linux-x86-64.so.2 \\
                    | podman import - localhost/keeper
                mkdir -p /etc/containers/systemd
                cat > /etc/containers/systemd/keeper.container << END
                [Container]
                Image=localhost/keeper
                ContainerName=keeper
                Exec=/usr/bin/sleep infinity
                Network=host
                [Install]
                WantedBy=multi-user.target
                END
                systemctl daemon-reload
                systemctl start keeper""");
        containerRuns();
    }

    /** Waits until that container runs. */
    void containerRuns() throws IOException {
        does("timeout 180 sh -c 'until podman ps --format {{.Names}} | grep -qx keeper; do sleep 1; done'");
    }

    /** Runs a command as root and returns its exit code. */
    int exitOf(String command) throws IOException {
        return guest.runAsRoot(command, LONG).exit();
    }

    /** Runs a command as root that must fail; returns what it said. */
    String fails(String command) throws IOException {
        CommandResult result = guest.runAsRoot(command, LONG);
        assertThat(result.exit())
                .as(() -> "$ " + command + "\n" + result.output())
                .isNotZero();
        return result.output().strip();
    }

    /** {@code atomic host status --json}. */
    JsonNode status() throws IOException {
        return JsonMapper.shared().readTree(does("atomic host status --json"));
    }

    /** A field of the deployment at an index of the list, as text. */
    String deployment(int index, String field) throws IOException {
        JsonNode value = status().get("deployments").get(index).get(field);
        return value == null ? "" : value.asString();
    }

    /** The commit of the deployment that runs. */
    String booted() throws IOException {
        for (JsonNode deployment : status().get("deployments")) {
            if (deployment.get("booted").asBoolean()) {
                return deployment.get("checksum").asString();
            }
        }
        throw new AssertionError("nothing is booted");
    }

    /** What libostree's command lists: checksums in order, the running one marked. */
    String libostreeSees() throws IOException {
        return does("ostree admin status | sed -nE 's/^([* ]) +[^ ]+ ([0-9a-f]{64})\\.[0-9]+.*/\\1\\2/p'");
    }

    /** The same, of our status. */
    String weSee() throws IOException {
        StringBuilder list = new StringBuilder();
        for (JsonNode deployment : status().get("deployments")) {
            list.append(deployment.get("booted").asBoolean() ? '*' : ' ')
                    .append(deployment.get("checksum").asString())
                    .append('\n');
        }
        return list.toString().stripTrailing();
    }

    /** Both see the same. */
    void libostreeAgrees() throws IOException {
        assertThat(weSee().strip()).isEqualTo(libostreeSees().strip());
    }

    /** Restarts the host, and waits until this commit runs, however often it starts something else before. */
    void comesBackTo(String commit, Duration patience) throws IOException {
        String before = does(BOOT_ID);
        guest.leaveAlone();
        long end = System.nanoTime() + patience.toNanos();
        String last = "nothing answered";
        while (System.nanoTime() < end) {
            Optional<CommandResult> seen = asks(BOOT_ID + "; ostree admin status");
            last = seen.map(CommandResult::output).orElse("no answer in time");
            if (seen.filter(CommandResult::succeeded).isPresent()
                    && !last.startsWith(before)
                    && last.contains("* default " + commit)) {
                return;
            }
            try {
                Thread.sleep(3_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException();
            }
        }
        throw new AssertionError(commit + " did not come back within " + patience + "; last seen: " + last);
    }

    /** Asks a host that may be starting or ending just now: then an answer takes forever, or none comes. */
    private Optional<CommandResult> asks(String script) throws IOException {
        try {
            return Optional.of(guest.runAsRoot(script, Duration.ofSeconds(40)));
        } catch (CommandTimeoutException e) {
            return Optional.empty();
        }
    }

    /** Restarts the host and waits for it. */
    double reboots() throws IOException {
        return guest.reboot(BOOT);
    }
}
