package org.atomsmith.host.menu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.system.HostException;
import org.atomsmith.host.update.Ending;
import org.atomsmith.host.update.History;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootState;

/** {@code atomic host rollback}: the deployment before becomes what boots next. */
public final class RollbackCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", "Boot the previous deployment next", "rollback --reboot", Syntax.REBOOT)
                .withDescription("""
                        The two change places, so a second rollback before the reboot undoes the first. Each deployment
                        has its own /etc; /var is the same for all. A staged deployment is dropped.""");
    }

    @Override
    public int run(Call call) throws IOException {
        if (!call.arguments().isEmpty()) {
            throw new UsageException("rollback takes no arguments; 'atomic host deploy' goes to a version");
        }
        boolean[] done = new boolean[1];
        int code = HostChange.run(call, "rollback", host -> {
            rollBack(call, host);
            done[0] = true;
            return ExitCode.DONE;
        });
        if (done[0]) {
            Ending.reboot(call);
        }
        return code;
    }

    private static void rollBack(Call call, Host host) throws IOException {
        InstalledDeployment target = target(host.state());
        List<InstalledDeployment> menu = new ArrayList<>();
        menu.add(target);
        host.state().finished().stream().filter(d -> !d.isSame(target)).forEach(menu::add);
        boolean dropsStaged = host.state().staged().isPresent();
        call.out().println("Moving '" + target.deployment().name() + "' to be first deployment");
        host.sysroot().write(menu);
        if (dropsStaged) {
            call.out().println("Dropped the staged deployment");
            host.sysroot().cleanUp();
        }
        new History(host).add("rolled-back", target, "rollback");
        boolean runs = host.booted().filter(target::isSame).isPresent();
        if (runs) {
            call.out().println("The next reboot starts what runs now");
        } else {
            Ending.of(call, host, target);
        }
    }

    /** Where there is nothing to go back to, but something else would boot next, what runs goes back to the front. */
    private static InstalledDeployment target(SysrootState state) throws IOException {
        Optional<InstalledDeployment> rollback = state.booted().isPresent()
                ? state.rollback()
                : state.deployments().stream().skip(1).findFirst();
        if (rollback.isPresent()) {
            return rollback.get();
        }
        if (state.pending().isPresent()) {
            return state.requireBooted();
        }
        throw new HostException("there is no deployment to go back to: this is the only one");
    }
}
