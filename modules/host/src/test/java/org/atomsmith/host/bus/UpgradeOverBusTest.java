package org.atomsmith.host.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.atomsmith.host.SmallHost;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.LinuxFiles;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that is upgraded over D-Bus, as Cockpit does it; libostree says what became of it. */
@Tag("slow")
class UpgradeOverBusTest {
    private static final String NAME = "org.projectatomic.rpmostree1";
    private static final String OS = "/org/projectatomic/rpmostree1/debian";

    @TempDir
    private Path tmp;

    @Test
    void looks_compares_packages_and_upgrades() throws Exception {
        Assumptions.assumeTrue(
                Command.of("/usr/bin/python3", "-c", "from gi.repository import Gio")
                        .run()
                        .succeeded(),
                "python3-gi is not installed");
        SmallHost host = new SmallHost(Files.createDirectory(tmp.resolve("host")));
        Path program = tmp.resolve("program");
        Files.writeString(program, "#!/bin/sh\nshift\nexec '" + String.join("' '", host.process()) + "' \"$@\"\n");
        LinuxFiles.chmod(program, 0755);
        try (PrivateBus bus = PrivateBus.start(tmp)) {
            CompletableFuture<SmallHost.Result> end = CompletableFuture.supplyAsync(() -> host.run(
                    List.of("host", "start-daemon", "--bus=" + bus.address(), "--idle=3", "--program=" + program),
                    Map.of()));
            String second = host.commit("2", List.of("bash 5.3 1", "vim 9 1"));
            await(bus, end);

            assertThat(client(bus, "DownloadUpdateRpmDiff")).contains("Finished True");
            String diff = call(bus, "GetCachedUpdateRpmDiff", "s", "");
            assertThat(diff)
                    .contains("\"bash\" 2 2", "\"NewPackage\" (sss) \"bash\" \"5.3-1\"", "\"nano\" 1 1", "\"vim\" 0 1")
                    .contains("\"checksum\" s \"" + second + "\"", "\"version\" s \"2\"");
            assertThat(call(bus, "GetCachedRebaseRpmDiff", "sas", "origin:" + SmallHost.REF, "0"))
                    .contains("\"version\" s \"2\"");

            assertThat(run(
                            "busctl",
                            "--address=" + bus.address(),
                            "get-property",
                            NAME,
                            OS,
                            NAME + ".OS",
                            "CachedUpdate"))
                    .contains(
                            "\"rpm-diff\" a{sv} 4",
                            "\"upgraded\" a(us(ss)(ss)) 1 0 \"bash\" \"5.2-1\" \"x86_64\" \"5.3-1\"")
                    .contains("\"added\" a(usss) 1 0 \"vim\" \"9-1\" \"x86_64\"", "\"downgraded\" a(us(ss)(ss)) 0");

            // In two halves, as GNOME Software does it.
            assertThat(client(bus, "Upgrade", "download-only"))
                    .contains("TaskBegin Looking for updates", "TaskEnd done", "Finished True", "after 1 ('', '', '')")
                    .anyMatch(line -> line.startsWith("PercentProgress Downloading"))
                    .anyMatch(line -> line.startsWith("DownloadProgress ("));
            assertThat(client(bus, "Upgrade", "cache-only"))
                    .contains("TaskBegin Laying the system out", "Finished True", "after 2 ('', '', '')", "deployed 2")
                    .anyMatch(line -> line.startsWith("Message Run 'systemctl reboot'"));
            assertThat(end.get(30, TimeUnit.SECONDS).code()).isZero();
        }
        host.libostreeAgrees();
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"2\"");
    }

    private static void await(PrivateBus bus, CompletableFuture<SmallHost.Result> end) throws Exception {
        for (int i = 0; i < 100 && !end.isDone(); i++) {
            if (run("busctl", "--address=" + bus.address(), "list", "--no-legend")
                    .contains(NAME)) {
                return;
            }
            Thread.sleep(Duration.ofMillis(50));
        }
    }

    private static String call(PrivateBus bus, String method, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("busctl", "--address=" + bus.address(), "call", NAME, OS, NAME + ".OS", method));
        words.addAll(List.of(arguments));
        return run(words.toArray(String[]::new));
    }

    private List<String> client(PrivateBus bus, String... words) throws IOException {
        Path script = tmp.resolve("client.py");
        try (InputStream in = Objects.requireNonNull(UpgradeOverBusTest.class.getResourceAsStream("client.py"))) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", script.toString(), bus.address()));
        command.addAll(List.of(words));
        return run(command.toArray(String[]::new)).lines().map(String::strip).toList();
    }

    private static String run(String... words) throws IOException {
        return Command.of(List.of(words))
                .withInheritedEnvironment()
                .withTimeout(Duration.ofSeconds(60))
                .runOrThrow()
                .output();
    }
}
