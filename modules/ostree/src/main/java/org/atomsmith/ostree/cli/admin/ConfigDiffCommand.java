package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.etc.ConfigurationDiff;

/** {@code ostree admin config-diff}: how the configuration differs from the defaults. */
final class ConfigDiffCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "",
                "Diff current /etc configuration versus default",
                Option.value("os", "STATEROOT", "Use a different operating system root than the current one"));
    }

    @Override
    public int run(Call call) throws IOException {
        Sysroot sysroot = AdminCall.open(call);
        ConfigurationDiff diff = sysroot.configurationDiff(AdminCall.current(call, sysroot));
        diff.modified().forEach(path -> call.out().println("M    " + path));
        diff.removed().forEach(path -> call.out().println("D    " + path));
        diff.added().forEach(path -> call.out().println("A    " + path));
        return 0;
    }
}
