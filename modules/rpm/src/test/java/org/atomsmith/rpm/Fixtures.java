package org.atomsmith.rpm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The shared test data of others, in a folder {@code shared/fixtures} of the working directory or above it. */
public final class Fixtures {
    private Fixtures() {}

    /** A file or folder of the fixtures; the test is skipped where they are not. */
    public static Path of(String path) {
        Optional<Path> found = Optional.empty();
        for (Path p = Path.of("").toAbsolutePath(); p != null && found.isEmpty(); p = p.getParent()) {
            found = Optional.of(p.resolve("shared/fixtures").resolve(path)).filter(Files::exists);
        }
        assumeTrue(found.isPresent(), "no folder shared/fixtures with " + path + " at or above the working directory");
        return found.orElseThrow();
    }

    /** Skips the test unless that program is installed. */
    public static void requireProgram(String name) {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin", name)) || Files.isExecutable(Path.of("/bin", name)),
                "the program " + name + " is not installed");
    }
}
