package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootException;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/** {@code ostree admin instutil set-kargs}: sets the kernel arguments of the first deployment. */
final class SetKargsCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "ARGS",
                "Set new kernel command line arguments(Not stable)",
                Option.flag("import-proc-cmdline", "Import current /proc/cmdline"),
                Option.flag("merge", "Merge with previous command line"),
                Option.value("replace", "NAME=VALUE", "Set kernel argument, replacing those with the same name"),
                Option.value("append", "NAME=VALUE", "Append kernel argument"));
    }

    @Override
    public int run(Call call) throws IOException {
        return AdminCall.locked(call, sysroot -> {
            InstalledDeployment first = sysroot.state().deployments().stream()
                    .findFirst()
                    .orElseThrow(() -> new SysrootException("Unable to find a deployment in sysroot"));
            KernelArguments arguments = KernelArguments.NONE;
            if (call.has("import-proc-cmdline")) {
                arguments = KernelArguments.ofRunningKernel(Files.readString(Path.of("/proc/cmdline")));
            } else if (call.has("merge")) {
                arguments = first.entry().options();
            }
            for (String argument : call.values("replace")) {
                arguments = arguments.replace(argument);
            }
            arguments = arguments.appendAll(call.values("append")).appendAll(call.arguments());
            sysroot.setKernelArguments(first, arguments);
            sysroot.cleanUp();
        });
    }
}
