package org.atomsmith.host.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.host.system.SettingsFile;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * What has to be known after a reboot: why a deployment failed ({@code /var/lib/atomsmith/health-failures}), and what the
 * system had when it last was healthy ({@code health-baseline}). On the disk before the machine is restarted.
 */
final class HealthMemory {
    private final Path failures;
    private final Path baseline;

    HealthMemory(Path state) {
        this.failures = state.resolve("health-failures");
        this.baseline = state.resolve("health-baseline");
    }

    /** Why a deployment failed the last time. */
    Optional<String> failure(String deployment) throws IOException {
        return SettingsFile.parse(failures).get(deployment, "reason");
    }

    /** Keeps why a deployment failed. */
    void fail(String deployment, String reason) throws IOException {
        write(failures, SettingsFile.parse(failures).with(deployment, "reason", reason));
    }

    /** Forgets that a deployment failed. */
    void forget(String deployment) throws IOException {
        KeyFile all = SettingsFile.parse(failures);
        if (all.groups().containsKey(deployment)) {
            write(failures, all.withoutGroup(deployment));
        }
    }

    /** Whether the system had a network when it last was healthy, or that is not known. */
    boolean hadNetwork() throws IOException {
        return SettingsFile.parse(baseline).getBoolean("baseline", "network", true);
    }

    /** Keeps whether the healthy system has a network. */
    void network(boolean there) throws IOException {
        KeyFile now = KeyFile.EMPTY.with("baseline", "network", Boolean.toString(there));
        if (!SettingsFile.parse(baseline).equals(now)) {
            write(baseline, now);
        }
    }

    private static void write(Path file, KeyFile content) throws IOException {
        Path directory = file.resolveSibling(".");
        Files.createDirectories(directory);
        AtomicFile.write(file, content.text());
        LinuxFiles.syncFileSystem(directory);
    }
}
