package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SelinuxLabels;
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
        Path directory = root.resolve(call.argument(0).orElse(".")).normalize();
        String prefix = call.argument(1).orElse("/" + call.argument(0).orElse(""));
        if (!directory.startsWith(root.normalize())) {
            throw new SysrootException(directory + " is not in the deployment " + root);
        }
        Optional<SelinuxLabels> labels = SelinuxLabels.of(root);
        if (labels.isPresent()) {
            labels.get().ensure(directory, prefix);
        }
        return 0;
    }
}
