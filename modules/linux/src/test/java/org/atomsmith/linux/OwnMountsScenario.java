package org.atomsmith.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@link OwnMountsTest} starts: a program that runs again. The second run writes down its mounts and its arguments,
 * with a NUL after each, and exits with 7.
 */
final class OwnMountsScenario {
    static final String REPORT = "ATOMSMITH_TEST_REPORT";

    private OwnMountsScenario() {}

    public static void main(String[] arguments) throws IOException {
        OwnMounts mounts =
                new OwnMounts("ATOMSMITH_TEST_SECOND_RUN", List.of("sh", "-c", "SEEN=by-the-prefix exec \"$@\"", "sh"));
        if (!mounts.isSecondRun(System.getenv())) {
            try {
                System.exit(mounts.rerun());
            } catch (NamespaceException e) {
                System.err.println(e.getMessage());
                System.exit(9);
            }
        }
        StringBuilder report = new StringBuilder();
        report.append(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"))).append('\0');
        report.append(System.getenv("SEEN")).append('\0');
        for (String argument : arguments) {
            report.append(argument).append('\0');
        }
        Files.write(Path.of(System.getenv(REPORT)), report.toString().getBytes(StandardCharsets.UTF_8));
        System.exit(7);
    }
}
