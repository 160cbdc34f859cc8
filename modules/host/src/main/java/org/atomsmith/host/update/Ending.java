package org.atomsmith.host.update;

import java.io.IOException;
import org.atomsmith.host.system.Host;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/** The last line of a change, and the reboot where that is asked for. */
public final class Ending {
    private Ending() {}

    /** Says what to do next, or does it. */
    public static void of(Call call, Host host, InstalledDeployment next) throws IOException {
        String name =
                Versions.name(host.sysroot().repository(), next.deployment().commit());
        if (host.booted().isEmpty()) {
            call.out().println("The next boot from this disk starts " + name);
        } else if (next.locked()) {
            call.out()
                    .println("Run 'atomic host finalize-deployment "
                            + next.deployment().commit() + "' to start " + name);
        } else if (!call.has("reboot")) {
            call.out().println("Run 'systemctl reboot' to start " + name);
        }
        call.out().flush();
    }

    /** Reboots, if the call asks for it; nothing may be locked any more. */
    public static void reboot(Call call) throws IOException {
        if (call.has("reboot")) {
            Reboot.now(call);
        }
    }
}
