package org.atomsmith.deb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs the tools that judge. */
final class Tools {
    private Tools() {}

    /** Skips the test when a tool is missing. */
    static void need(String... tools) {
        List<String> path = Arrays.asList(System.getenv("PATH").split(":"));
        for (String tool : tools) {
            assumeTrue(path.stream().anyMatch(p -> Files.isExecutable(Path.of(p, tool))), tool + " is not installed");
        }
    }

    /** Runs a command in a directory, with a fixed locale; its output, standard error included. */
    static String run(Path directory, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TZ", "UTC");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + code + ":\n" + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    static String run(Path directory, String... command) throws IOException {
        return run(directory, Map.of(), command);
    }
}
