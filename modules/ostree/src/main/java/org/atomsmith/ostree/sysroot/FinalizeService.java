package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;

/**
 * The service whose end, at the shutdown, finishes what is staged: it has to run until then. A path unit starts it where a
 * distribution enabled that; an update must not be lost where it did not.
 */
final class FinalizeService {
    private static final String UNIT = "ostree-finalize-staged.service";

    private FinalizeService() {}

    /**
     * Starts it, on a system that systemd runs.
     *
     * @throws SysrootException when it does not start: what is staged would be forgotten at the shutdown
     */
    static void start(SysrootSettings settings) throws IOException {
        if (!settings.root().equals(Path.of("/"))
                || !Files.isDirectory(settings.run().resolve("systemd/system"))) {
            return;
        }
        CommandResult started = Command.of("systemctl", "start", UNIT)
                .withInheritedEnvironment()
                .run();
        if (!started.succeeded()) {
            throw new SysrootException(UNIT + " does not start, so nothing would finish the update at the shutdown: "
                    + started.lastLines(3) + "; 'systemctl status " + UNIT + "' says more");
        }
    }
}
