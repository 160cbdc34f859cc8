package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootException;

/** {@code ostree admin instutil selinux-ensure-labeled}: labels what has no label, where the system has a policy. */
final class SelinuxEnsureLabeledCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot("[SUBPATH PREFIX]", "Relabel all or part of a deployment");
    }

    @Override
    public int run(Call call) throws IOException {
        Sysroot sysroot = AdminCall.open(call);
        InstalledDeployment first = sysroot.state().deployments().stream()
                .findFirst()
                .orElseThrow(() -> new SysrootException("Unable to find a deployment in sysroot"));
        Path root = sysroot.path().resolve(first.deployment().path());
        if (Files.exists(root.resolve("etc/selinux/config")) || Files.exists(root.resolve("usr/etc/selinux/config"))) {
            throw new SysrootException("the deployment has an SELinux policy, and this program labels commits, not"
                    + " deployments: use `setfiles` on " + root);
        }
        return 0;
    }
}
