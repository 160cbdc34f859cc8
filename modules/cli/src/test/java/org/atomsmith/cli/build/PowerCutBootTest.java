package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.cli.Main;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.qa.machine.Guest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The disk of a host on which the power fails during a deploy, booted: its firmware, GRUB, kernel and initramfs say
 * whether the old or the new system is there. The disk is the example's; the environment variable
 * {@code ATOMSMITH_TEST_DISK} may name one that was built before, in the format raw.
 */
@Tag("slow")
final class PowerCutBootTest {
    private static final String REF = "next";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\((.*)");
    private static final String CHANGES = "trace=renameat2,unlinkat,unlink,rmdir,symlink,link,mkdir,fsync,syncfs";

    @TempDir
    private Path tmp;

    private Path mounted;
    private Path before;

    /** The deploy dies before this call of one of its threads. */
    private record Point(String call, int number, String arguments) {}

    @BeforeEach
    void a_disk_with_a_second_commit() throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root mounts");
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/loop-control")), "there are no loop devices");
        Assumptions.assumeTrue(
                Command.of("sh", "-c", "command -v strace qemu-system-x86_64")
                        .run()
                        .succeeded(),
                "strace or qemu-system-x86_64 is not installed");
        mounted = Files.createDirectory(tmp.resolve("mounted"));
        before = tmp.resolve("before.raw");
        copy(disk(), before);
        mount(before);
        Path added = tmp.resolve("added");
        Files.createDirectories(added.resolve("usr/share"));
        Files.writeString(added.resolve("usr/share/next"), "the new system\n");
        String repo = "--repo=" + mounted.resolve("ostree/repo");
        String booted = SharedBuild.tool("ostree", "admin", "--sysroot=" + mounted, "status")
                .replaceAll("(?s).*? ([0-9a-f]{64})\\.0.*", "$1");
        SharedBuild.tool("ostree", "commit", repo, "--branch=" + REF, "--tree=ref=" + booted, "--tree=dir=" + added);
        SharedBuild.tool("umount", mounted.toString());
    }

    @AfterEach
    void nothing_stays_mounted() throws IOException {
        if (mounted != null) {
            Command.of("umount", "--quiet", mounted.toString()).run();
        }
    }

    @Test
    void boots_whenever_the_power_fails() throws IOException {
        List<Point> points = points();
        int flip = 0;
        while (!points.get(flip).arguments().contains("boot/loader.tmp\"")
                || !points.get(flip).call().equals("renameat2")) {
            flip++;
        }
        assertThat(runs(points.get(points.size() / 10))).isEqualTo("old");
        // The menu was switched, but that is not on the disk yet.
        assertThat(runs(points.get(flip + 1))).isIn("old", "new");
        assertThat(runs(points.getLast())).isEqualTo("new");
    }

    /** Which system runs after the power failed at a point. */
    private String runs(Point point) throws IOException {
        Path disk = tmp.resolve("disk.raw");
        Path cut = tmp.resolve("cut.raw");
        copy(before, disk);
        mount(disk);
        assertThat(deploy("-e", "inject=" + point.call() + ":signal=KILL:when=" + point.number())
                        .exit())
                .isEqualTo(137);
        copy(disk, cut);
        SharedBuild.tool("umount", mounted.toString());
        try (Guest guest = Guest.boot(SharedBuild.boot(cut))) {
            guest.awaitSsh(LIMIT);
            String answer = guest.runAsRoot(
                            "systemctl is-system-running --wait; test -e /usr/share/next && echo new || echo old")
                    .output();
            return answer.strip().lines().reduce((_, last) -> last).orElseThrow();
        }
    }

    /** Every change that a deploy makes to the disk, in order. */
    private List<Point> points() throws IOException {
        Path disk = tmp.resolve("disk.raw");
        Path log = tmp.resolve("log");
        copy(before, disk);
        mount(disk);
        CommandResult result = deploy("-o", log.toString());
        SharedBuild.tool("umount", mounted.toString());
        assertThat(result.exit()).as(result.output() + result.errors()).isZero();
        Map<String, Integer> counts = new HashMap<>();
        List<Point> points = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher call = CALL.matcher(line);
            if (call.matches()) {
                int number = counts.merge(call.group(1) + call.group(2), 1, Integer::sum);
                points.add(new Point(call.group(2), number, call.group(3)));
            }
        }
        return points;
    }

    private CommandResult deploy(String... tracing) throws IOException {
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-e", CHANGES));
        command.addAll(List.of(tracing));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "ostree",
                "admin",
                "--sysroot=" + mounted,
                "deploy",
                "--os=" + stateroot(),
                REF));
        return Command.of(command).withInheritedEnvironment().withTimeout(LIMIT).run();
    }

    private String stateroot() throws IOException {
        try (var names = Files.list(mounted.resolve("ostree/deploy"))) {
            return names.findFirst().orElseThrow().getFileName().toString();
        }
    }

    private Path disk() throws IOException {
        String built = System.getenv("ATOMSMITH_TEST_DISK");
        if (built != null) {
            return Path.of(built);
        }
        return SharedBuild.image("raw").orElseThrow();
    }

    /** The third partition is the root. */
    private void mount(Path disk) throws IOException {
        JsonNode table = JsonMapper.shared().readTree(SharedBuild.tool("sfdisk", "-J", disk.toString()));
        JsonNode root = table.get("partitiontable").get("partitions").get(2);
        long offset = root.get("start").asLong() * 512;
        long size = root.get("size").asLong() * 512;
        String options = "loop,commit=3600,offset=" + offset + ",sizelimit=" + size;
        SharedBuild.tool("mount", "-o", options, disk.toString(), mounted.toString());
    }

    /** Into a new file: another process's mount namespace may still have the old one mounted. */
    private static void copy(Path disk, Path copy) throws IOException {
        Files.deleteIfExists(copy);
        SharedBuild.tool("cp", "--sparse=always", disk.toString(), copy.toString());
    }
}
