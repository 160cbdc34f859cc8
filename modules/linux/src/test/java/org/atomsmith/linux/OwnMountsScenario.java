package org.atomsmith.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * What {@link OwnMountsTest} starts: a program that runs again. The second run writes down its process, its mounts and its
 * arguments, with a NUL after each, and exits with 7; told to wait, it waits for a signal.
 */
final class OwnMountsScenario {
    static final String WAIT = "--wait-for-a-signal";
    /** Set to have the whole command line in place of the arguments, as the kernel has it. */
    static final String AS_STARTED = "ATOMSMITH_TEST_AS_STARTED";

    static final String REPORT = "ATOMSMITH_TEST_REPORT";

    private OwnMountsScenario() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        OwnMounts mounts =
                new OwnMounts("ATOMSMITH_TEST_SECOND_RUN", List.of("sh", "-c", "SEEN=by-the-prefix exec \"$@\"", "sh"));
        if (!mounts.isSecondRun(System.getenv())) {
            try {
                // Of the first run; the second one must not have it.
                Files.newInputStream(Path.of("/dev/zero"));
                mounts.rerun();
            } catch (NamespaceException e) {
                System.err.println(e.getMessage());
                System.exit(9);
            }
        }
        StringBuilder report = new StringBuilder();
        report.append(ProcessHandle.current().pid()).append('\0');
        report.append(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"))).append('\0');
        report.append(System.getenv("SEEN")).append('\0');
        boolean asStarted = System.getenv(AS_STARTED) != null;
        for (String argument : arguments) {
            report.append(asStarted ? "" : argument + '\0');
        }
        Path file = Path.of(System.getenv(REPORT));
        Path aside = file.resolveSibling("aside");
        Files.write(aside, report.toString().getBytes(StandardCharsets.UTF_8));
        if (asStarted) {
            Files.write(aside, Files.readAllBytes(Path.of("/proc/self/cmdline")), StandardOpenOption.APPEND);
        }
        Files.move(aside, file);
        if (List.of(arguments).contains(WAIT)) {
            Thread.sleep(Duration.ofMinutes(2));
        }
        System.exit(7);
    }
}
