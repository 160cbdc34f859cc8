package org.atomsmith.host.finish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.host.system.Host;
import org.atomsmith.linux.AtomicFile;

/**
 * What an update replaced, and a shutdown leaves to the boot that follows: directories and objects of thousands of files.
 * A file, {@code /var/lib/atomsmith/leftovers}, says that there are some.
 */
final class Leftovers {
    private final Host host;
    private final Path file;

    Leftovers(Host host) {
        this.host = host;
        this.file = host.directories().state().resolve("leftovers");
    }

    /** Leaves them to the next boot. */
    void remember() throws IOException {
        Files.createDirectories(host.directories().state());
        AtomicFile.write(file, "");
    }

    /** Removes them, if there are any; killed, the next boot does it. */
    void remove() throws IOException {
        if (Files.exists(file)) {
            host.sysroot().cleanUp();
            host.sysroot().prune();
            Files.deleteIfExists(file);
        }
    }
}
