package org.atomsmith.compose.treefile;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real files of others that lie beside the project on some machines. */
public final class Fixtures {
    private Fixtures() {}

    /** A file or folder of {@code shared/fixtures}, found upwards from the working directory; skips the test without. */
    public static Path path(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared/fixtures").resolve(name);
            if (Files.exists(found)) {
                return found;
            }
        }
        Assumptions.abort("no shared/fixtures/" + name + " above the working directory");
        throw new IllegalStateException();
    }

    /** The root of the project. */
    public static Path project() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("modules/compose/src"))) {
            at = at.getParent();
        }
        return at;
    }
}
