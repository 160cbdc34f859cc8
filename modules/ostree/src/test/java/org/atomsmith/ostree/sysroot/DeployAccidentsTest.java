package org.atomsmith.ostree.sysroot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.linux.Trees;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.object.Checksum;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deploy that is killed before each of its changes to the disk. strace(1) kills; a run that is not killed says which
 * changes there are. strace counts the calls of each thread by their names.
 */
@Tag("slow")
final class DeployAccidentsTest {
    private static final List<String> CHANGES = List.of(
            "rename",
            "renameat",
            "renameat2",
            "unlink",
            "unlinkat",
            "rmdir",
            "symlink",
            "symlinkat",
            "link",
            "linkat",
            "mkdir",
            "mkdirat",
            "fsync",
            "fdatasync",
            "syncfs");

    private static final int KILLED = 137;

    @TempDir
    private Path tmp;

    @Test
    void boots_the_old_or_the_new_kernel_whenever_it_is_killed() throws Exception {
        killEverywhere("2");
    }

    @Test
    void boots_the_old_or_the_new_system_whenever_it_is_killed_with_the_same_kernel() throws Exception {
        killEverywhere("1");
    }

    /** The system has two deployments; the third is being made, and the first has to go. */
    private void killEverywhere(String newKernel) throws Exception {
        Assumptions.assumeTrue(
                OstreeCommand.exitCode("strace", "-V") == 0, "strace(1) is not installed: it is what kills");
        HostFixture host = new HostFixture(tmp);
        Path sysroot = host.system("sysroot");
        Files.createDirectories(sysroot.resolve("boot/grub"));
        Files.writeString(sysroot.resolve("boot/grub/grub.cfg"), "source ($root)/boot/loader/grub.cfg\n");
        host.commit("0", "0");
        host.pull(sysroot);
        HostFixture.deploy(open(sysroot));
        Checksum old = host.commit("1", "1");
        host.pull(sysroot);
        InstalledDeployment deployed = HostFixture.deploy(open(sysroot));
        Path etc = sysroot.resolve(deployed.deployment().path()).resolve("etc");
        Files.writeString(etc.resolve("app/main.conf"), "the host's own\n");
        Files.writeString(etc.resolve("added"), "the host's own\n");
        Files.delete(etc.resolve("hosts.deny"));
        Checksum next = host.commit(newKernel, "1");
        host.pull(sysroot);

        List<Point> points = points(sysroot);
        for (Point point : points) {
            Path copy = copy(sysroot);
            assertThat(run(copy, List.of("-e", "inject=" + point.call() + ":signal=KILL:when=" + point.number())))
                    .isEqualTo(KILLED);
            String where = "killed before " + point;
            List<Checksum> bootable = HostFixture.bootable(copy);
            assertThat(bootable.getFirst()).as(where).isIn(old, next);
            assertThat(bootable).as(where).contains(old);
            assertThat(HostFixture.status(copy))
                    .as(where)
                    .contains(bootable.getFirst().hex());
            Sysroot after = open(copy);
            assertThat(after.state().deployments().getFirst().deployment().commit())
                    .as(where)
                    .isEqualTo(bootable.getFirst());
            checkConfiguration(copy, after, next, where);

            HostFixture.deploy(after);
            assertThat(HostFixture.bootable(copy).getFirst()).as(where).isEqualTo(next);
            checkConfiguration(copy, after, next, where);
            OstreeCommand.ostree(copy.resolve("ostree/repo"), "fsck", "-q");
            assertThat(Trees.list(copy.resolve("boot/ostree")).size()).as(where).isLessThanOrEqualTo(2);
            assertThat(Trees.list(copy.resolve("ostree/deploy/" + HostFixture.OS + "/deploy")))
                    .as(where)
                    .hasSize(2 * after.state().deployments().size());
        }
        assertThat(points).hasSizeGreaterThan(80);
    }

    /** One call of a thread: its name, and how many of this name there were up to it. */
    private record Point(String call, int number) {}

    /** Every change of a run that is not killed. */
    private List<Point> points(Path sysroot) throws Exception {
        Path log = tmp.resolve("log");
        assertThat(run(copy(sysroot), List.of("-o", log.toString()))).isZero();
        Map<String, Integer> counts = new HashMap<>();
        Set<Point> points = new LinkedHashSet<>();
        for (String line : Files.readAllLines(log)) {
            Matcher call = Pattern.compile("(\\d+) +(\\w+)\\(.*").matcher(line);
            if (call.matches()) {
                points.add(new Point(call.group(2), counts.merge(call.group(1) + call.group(2), 1, Integer::sum)));
            }
        }
        return List.copyOf(points);
    }

    private Path copy(Path sysroot) throws IOException {
        Path copy = tmp.resolve("copy");
        Trees.delete(copy);
        OstreeCommand.run("cp", "-a", sysroot.toString(), copy.toString());
        return copy;
    }

    /** A new deployment never boots with a configuration that is half merged. */
    private static void checkConfiguration(Path copy, Sysroot sysroot, Checksum next, String where) {
        for (InstalledDeployment deployment : sysroot.state().deployments()) {
            if (deployment.deployment().commit().equals(next)) {
                Path etc = copy.resolve(deployment.deployment().path()).resolve("etc");
                assertThat(etc.resolve("app/main.conf")).as(where).content().isEqualTo("the host's own\n");
                assertThat(etc.resolve("added")).as(where).content().isEqualTo("the host's own\n");
                assertThat(etc.resolve("hosts.deny")).as(where).doesNotExist();
            }
        }
    }

    private static Sysroot open(Path sysroot) throws IOException {
        return Sysroot.open(sysroot, HostFixture.SETTINGS, HostFixture.SILENT);
    }

    private static int run(Path sysroot, List<String> tracing) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("strace", "-f", "-qq", "-e", "trace=" + String.join(",", CHANGES)));
        command.addAll(tracing);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DeployVictim.class.getName(),
                sysroot.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }
}
