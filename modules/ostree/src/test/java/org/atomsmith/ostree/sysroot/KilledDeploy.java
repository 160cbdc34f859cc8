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
import org.atomsmith.ostree.OstreeCommand;
import org.junit.jupiter.api.Assumptions;

/**
 * A deploy that is killed before one of its changes to the disk. strace(1) kills; a run that is not killed says which
 * changes there are. strace counts the calls of each thread by their names.
 */
final class KilledDeploy {
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

    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\((.*)");
    private static final int KILLED = 137;

    private KilledDeploy() {}

    /**
     * One call of a thread.
     *
     * @param call its name
     * @param number how many of this name there were up to it
     * @param arguments as strace shows them, with the result
     */
    record Point(String call, int number, String arguments) {
        @Override
        public String toString() {
            return call + " " + number + ": (" + arguments;
        }
    }

    /** Skips the test on a machine without strace. */
    static void assumePossible() {
        Assumptions.assumeTrue(
                OstreeCommand.exitCode("strace", "-V") == 0, "strace(1) is not installed: it is what kills");
    }

    /** Every change of a deploy that is not killed. */
    static List<Point> points(Path sysroot, Path log) throws Exception {
        assertThat(run(sysroot, List.of("-o", log.toString()))).isZero();
        Map<String, Integer> counts = new HashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        List<Point> points = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher call = CALL.matcher(line);
            if (call.matches()) {
                int number = counts.merge(call.group(1) + call.group(2), 1, Integer::sum);
                if (seen.add(call.group(2) + number)) {
                    points.add(new Point(call.group(2), number, call.group(3)));
                }
            }
        }
        return List.copyOf(points);
    }

    /** Deploys, and dies before this point. */
    static void kill(Path sysroot, Point point) throws Exception {
        assertThat(run(sysroot, List.of("-e", "inject=" + point.call() + ":signal=KILL:when=" + point.number())))
                .isEqualTo(KILLED);
    }

    private static int run(Path sysroot, List<String> tracing) throws IOException, InterruptedException {
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
