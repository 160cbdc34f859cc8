package org.atomsmith.host.finish;

import java.io.IOException;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;

/** {@code atomic host lock}: keeps shutdowns from switching to what is staged. */
public final class LockCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Keep shutdowns from switching to what is staged",
                "lock --unlock",
                Option.flag("unlock", 'u', "Let them again"));
    }

    @Override
    public int run(Call call) throws IOException {
        boolean locked = !call.has("unlock");
        return HostChange.run(call, "lock", host -> {
            if (host.state().staged().isEmpty()) {
                throw new HostException("no deployment is staged: 'atomic host upgrade' stages one");
            }
            host.sysroot().staging().setLocked(locked);
            call.out()
                    .println(
                            locked
                                    ? "The staged deployment waits: 'atomic host finalize-deployment' lets it go"
                                    : "The next shutdown switches to the staged deployment");
            return ExitCode.DONE;
        });
    }
}
