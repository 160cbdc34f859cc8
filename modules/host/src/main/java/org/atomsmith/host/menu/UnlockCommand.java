package org.atomsmith.host.menu;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.Unlock;
import org.atomsmith.ostree.sysroot.Unlocked;

/** {@code atomic host unlock}: makes the running system's {@code /usr} writable. */
public final class UnlockCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Make /usr of the running system writable, until the next reboot",
                "unlock --hotfix",
                Option.flag("hotfix", "Keep the changes until the next upgrade, and a clean copy to go back to"),
                Option.flag("transient", "Keep /usr read-only for all who do not mount it writable"));
    }

    @Override
    public int run(Call call) throws IOException {
        if (call.has("hotfix") && call.has("transient")) {
            throw new UsageException("--hotfix and --transient are two different things: name one");
        }
        Host host = Host.of(call);
        return HostChange.runHere(call, host, "unlock", here -> {
            Unlocked wanted = call.has("hotfix")
                    ? Unlocked.HOTFIX
                    : call.has("transient") ? Unlocked.TRANSIENT : Unlocked.DEVELOPMENT;
            new Unlock(here.sysroot(), here.settings()).unlock(wanted);
            call.out()
                    .println(
                            switch (wanted) {
                                case HOTFIX ->
                                    "/usr is writable, and stays so until the next upgrade; 'atomic host rollback'"
                                            + " goes back to a clean copy";
                                case TRANSIENT ->
                                    "/usr can be mounted writable ('mount -o remount,rw /usr'); the next reboot"
                                            + " discards all changes";
                                default -> "/usr is writable; the next reboot discards all changes";
                            });
            return ExitCode.DONE;
        });
    }
}
