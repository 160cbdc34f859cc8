package org.atomsmith.host.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.atomsmith.linux.AtomicFile;

/**
 * What whoever logs in reads: {@code /run/motd.d/50-atomic}, a directory that pam_motd shows without being told. A healthy
 * system says nothing, but for a month after a rollback which update was given up.
 */
final class Motd {
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final Path file;

    Motd(Path run) {
        this.file = run.resolve("motd.d/50-atomic");
    }

    /** Writes it, or removes it when there is nothing to say. */
    void write(HealthReport report, List<GivenUp> bad, Instant now) throws IOException {
        String text = text(report, bad, now);
        if (text.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(file.resolveSibling("."));
        AtomicFile.write(file, text);
    }

    private static String text(HealthReport report, List<GivenUp> bad, Instant now) {
        StringBuilder text = new StringBuilder();
        if (report.state() == HealthReport.State.UNHEALTHY) {
            text.append("This system is not healthy: ")
                    .append(report.reason())
                    .append(". 'atomic host health' says more.\n");
        }
        for (GivenUp one : bad) {
            if (one.time().plus(REMEMBERED).isAfter(now)) {
                text.append("The update to ")
                        .append(one.name())
                        .append(" was rolled back: ")
                        .append(one.reason())
                        .append(".\n");
            }
        }
        return text.toString();
    }
}
