package org.atomsmith.host.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.linux.AtomicFile;

/** Why the shutdown before this boot could not finish an update: {@code /run/atomsmith/finalization-failed}. */
public final class LastShutdown {
    private final Path file;

    /** That of a host. */
    public LastShutdown(HostDirectories directories) {
        this.file = directories.runState().resolve("finalization-failed");
    }

    /** Why it could not; empty when it could, or had nothing to finish. */
    public Optional<String> failure() throws IOException {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Keeps the reason until the next boot. */
    public void failed(String reason) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(file, reason + "\n");
    }
}
