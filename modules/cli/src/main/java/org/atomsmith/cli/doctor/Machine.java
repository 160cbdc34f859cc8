package org.atomsmith.cli.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.atomsmith.compose.cache.BuildCache;

/**
 * The machine that is looked at.
 *
 * @param root its root directory: {@code /}, or a copy of some of it in tests
 * @param environment the environment's variables
 * @param user the user's name
 * @param uid the user's number
 * @param directory the working directory, where results go unless a command says otherwise
 */
record Machine(Path root, Map<String, String> environment, String user, int uid, Path directory) {
    private static final int TIMEOUT_SECONDS = 20;

    /** What a program did. */
    record Outcome(boolean done, String output) {}

    /** The machine that this runs on. */
    static Machine thisOne(Map<String, String> environment) {
        try {
            return new Machine(
                    Path.of("/"),
                    environment,
                    System.getProperty("user.name"),
                    (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"),
                    Path.of("").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /proc/self: is /proc mounted?", e);
        }
    }

    /** The file behind an absolute path. */
    Path at(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    /** A file's text; empty when it cannot be read. */
    String text(String absolute) {
        try {
            return Files.readString(at(absolute), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether a program is on PATH, or a file is there when the name is an absolute path. */
    boolean has(String programOrFile) {
        if (programOrFile.startsWith("/")) {
            return Files.exists(at(programOrFile));
        }
        return Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .anyMatch(folder -> Files.isExecutable(at(folder).resolve(programOrFile)));
    }

    /** Where downloads and imported packages are kept. */
    Path cache() {
        return BuildCache.defaultRoot(environment);
    }

    /** The folder itself, or the nearest one above it that exists. */
    static Path existing(Path folder) {
        Path there = folder;
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** Runs a program to its end; its two outputs are one. A program that is not there, or takes long, has not done it. */
    Outcome run(List<String> words) {
        try {
            Path output = Files.createTempFile("atomsmith-doctor", ".txt");
            try {
                Process process = new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile())
                        .start();
                boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
                String text =
                        Files.readString(output, StandardCharsets.ISO_8859_1).strip();
                return new Outcome(ended && process.exitValue() == 0, ended ? text : "it does not end");
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return new Outcome(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(false, "interrupted");
        }
    }
}
