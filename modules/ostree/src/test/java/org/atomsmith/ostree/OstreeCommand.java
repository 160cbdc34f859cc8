package org.atomsmith.ostree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The judge: the distribution's own {@code ostree}, or another version of it that the environment variable
 * {@code OSTREE} names.
 */
public final class OstreeCommand {

    private OstreeCommand() {}

    /** Skips the test on a machine without the command. */
    public static void assumePresent() {
        Assumptions.assumeTrue(exitCode("ostree", "--version") == 0, "the command ostree is not installed");
    }

    /** True when the tests run as root, who may give files away and set capabilities. */
    public static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Runs {@code ostree --repo=REPO ARGS...}, which must succeed, and gives what it printed. */
    public static String ostree(Path repo, String... args) {
        List<String> command = new ArrayList<>(List.of("ostree", "--repo=" + repo));
        command.addAll(List.of(args));
        return run(command.toArray(String[]::new));
    }

    /** Runs a command, which must succeed, and gives its standard output. */
    public static String run(String... command) {
        Result result = result(command);
        Assertions.assertThat(result.exitCode)
                .as("%s: %s", String.join(" ", command), result.output)
                .isZero();
        return result.output;
    }

    /** The exit code of a command; 127 when there is none. */
    public static int exitCode(String... command) {
        return result(command).exitCode;
    }

    private record Result(int exitCode, String output) {}

    private static Result result(String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        if (command.get(0).equals("ostree")) {
            command.set(0, System.getenv().getOrDefault("OSTREE", "ostree"));
        }
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(127, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
