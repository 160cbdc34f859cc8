package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.cli.emulator.EmulatorChoice;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.event.Event;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.qa.machine.BootRequest;
import org.atomsmith.qa.machine.Emulator;
import org.jspecify.annotations.Nullable;

/**
 * The example, built and judged once for all tests that need it. The environment variable {@code ATOMSMITH_TEST_OUT} may
 * name an output directory that is there already.
 */
public final class SharedBuild {
    private static final Path ROOT = root();
    private static final Duration LIMIT = Duration.ofMinutes(40);

    private static @Nullable Path out;
    private static @Nullable Emulator emulator;

    private SharedBuild() {}

    /** The output directory; nobody writes to it. */
    public static synchronized Path out() throws IOException {
        if (out == null) {
            String given = System.getenv("ATOMSMITH_TEST_OUT");
            out = given == null ? build() : Path.of(given);
        }
        return out;
    }

    /** A request to boot an image with the QEMU that the commands would take. */
    public static synchronized BootRequest boot(Path image) throws IOException {
        if (emulator == null) {
            emulator = new EmulatorChoice(System.getenv(), false).choose(SharedBuild::tell);
        }
        return BootRequest.of(image, emulator);
    }

    private static void tell(Event event) {
        if (event instanceof Event.Warning warning) {
            System.err.println(warning.message());
        }
    }

    private static Path build() throws IOException {
        Path directory = Files.createTempDirectory("atomsmith-shared");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
        Path made = directory.resolve("out");
        CommandResult result = atomsmith("build", "examples/container-host.yaml", "--out", made.toString());
        assertThat(result.exit())
                .as(() -> result.output()
                        + result.errors()
                        + text(made, "verdict.json")
                        + text(made, "serial-container-host.qcow2.log"))
                .isZero();
        return made;
    }

    private static void remove(Path directory) {
        try {
            BuildCache.removeAll(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of a file, for a message. */
    private static String text(Path directory, String name) {
        try {
            byte[] bytes = Files.readAllBytes(directory.resolve(name));
            int from = Math.max(0, bytes.length - 4000);
            return "\n" + new String(bytes, from, bytes.length - from, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "\nno " + name;
        }
    }

    private static Path root() {
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.isExecutable(p.resolve("atomsmith")) && Files.isDirectory(p.resolve("examples"))) {
                return p;
            }
        }
        throw new IllegalStateException("no checkout above " + Path.of("").toAbsolutePath());
    }

    /** The checkout. */
    public static Path checkout() {
        return ROOT;
    }

    /** Runs the command of this checkout. */
    public static CommandResult atomsmith(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("atomsmith").toString()));
        command.addAll(List.of(arguments));
        return Command.of(command)
                .withInheritedEnvironment()
                .withDirectory(ROOT)
                .withTimeout(LIMIT)
                .run();
    }

    /** Runs a program, which must succeed, and gives its output. */
    public static String tool(String... command) throws IOException {
        CommandResult result = Command.of(List.of(command))
                .withInheritedEnvironment()
                .withTimeout(LIMIT)
                .run();
        assertThat(result.exit())
                .as(() -> String.join(" ", command) + "\n" + result.output() + result.errors())
                .isZero();
        return result.output();
    }

    /** Where an image of the shared build is, if it has one of the format. */
    public static Optional<Path> image(String format) throws IOException {
        Path image = out().resolve("container-host." + format);
        return Files.exists(image) ? Optional.of(image) : Optional.empty();
    }
}
