package org.atomsmith.host.update;

import java.io.IOException;
import org.atomsmith.linux.Command;
import org.atomsmith.ostree.cli.command.Call;

/** Asks the service manager to reboot. */
public final class Reboot {
    private Reboot() {}

    /** Reboots; nothing may be locked any more. */
    public static void now(Call call) throws IOException {
        call.out().println("Rebooting");
        call.out().flush();
        Command.of("systemctl", "reboot").withInheritedEnvironment().runOrThrow();
    }
}
