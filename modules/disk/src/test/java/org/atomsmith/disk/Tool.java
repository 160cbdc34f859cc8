package org.atomsmith.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs the tools that judge what we write. */
public final class Tool {
    private Tool() {}

    /** What a tool did: its exit code, and its output and errors together. */
    public record Result(int exit, String output) {}

    /** Runs a tool; the test is skipped when this machine does not have it. */
    public static Result run(String... command) {
        Optional<Path> program = find(command[0]);
        Assumptions.assumeTrue(program.isPresent(), command[0] + " is not installed");
        List<String> full = new ArrayList<>(List.of(command));
        full.set(0, program.orElseThrow().toString());
        try {
            ProcessBuilder builder = new ProcessBuilder(full).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a tool that must succeed and gives its output. */
    public static String ok(String... command) {
        Result result = run(command);
        assertThat(result.exit())
                .as("%s said:%n%s", String.join(" ", command), result.output())
                .isZero();
        return result.output();
    }

    private static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
