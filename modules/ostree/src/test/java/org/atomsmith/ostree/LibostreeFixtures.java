package org.atomsmith.ostree;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Files of libostree's own test suite, in Debian's package ostree-tests. The environment variable {@code OSTREE_TESTS}
 * may name another directory that has them.
 */
public final class LibostreeFixtures {
    private LibostreeFixtures() {}

    /** A file; without it the test is skipped. */
    public static Path file(String name) {
        String directory = System.getenv().getOrDefault("OSTREE_TESTS", "/usr/libexec/installed-tests/libostree");
        Path file = Path.of(directory, name);
        Assumptions.assumeTrue(Files.exists(file), file + " is missing: it comes with the package ostree-tests");
        return file;
    }

    /** Unpacks an archive; without it the test is skipped. */
    public static void unpack(String archive, Path into) {
        OstreeCommand.run("tar", "-xf", file(archive).toString(), "-C", into.toString());
    }
}
