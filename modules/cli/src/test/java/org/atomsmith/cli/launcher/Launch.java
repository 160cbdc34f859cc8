package org.atomsmith.cli.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that a test started.
 *
 * @param process it
 * @param outFile takes its standard output
 * @param errFile takes its standard error
 */
record Launch(Process process, Path outFile, Path errFile) {
    private static final int TIMEOUT_SECONDS = 300;

    /** What it left. */
    record Result(int exit, String out, String err) {}

    /** Starts a program; an empty value takes a variable out of its environment. */
    static Launch start(Path directory, Map<String, String> environment, List<String> words) throws IOException {
        Path out = Files.createTempFile("launch", ".out");
        Path err = Files.createTempFile("launch", ".err");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // What runs the tests may have set these; a user's shell has not.
        List.of("MAVEN_OPTS", "MAVEN_CMD_LINE_ARGS", "JAVA_TOOL_OPTIONS").forEach(builder.environment()::remove);
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return new Launch(builder.start(), out, err);
    }

    /** Waits for its end. */
    Result end() throws IOException, InterruptedException {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "it runs for more than " + TIMEOUT_SECONDS + " s: " + Files.readString(errFile));
            }
            return new Result(process.exitValue(), Files.readString(outFile), Files.readString(errFile));
        } finally {
            Files.deleteIfExists(outFile);
            Files.deleteIfExists(errFile);
        }
    }
}
