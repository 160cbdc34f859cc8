package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootException;

/** {@code ostree admin set-origin}: names where a deployment's updates come from, and makes that remote. */
final class SetOriginCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "REMOTENAME URL [BRANCH]",
                "Set Origin and create a new origin file",
                Option.value("set", 's', "KEY=VALUE", "Set config option KEY=VALUE for remote"),
                Option.value("index", "INDEX", "Operate on the deployment INDEX, starting from zero"));
    }

    @Override
    public int run(Call call) throws IOException {
        String remote = call.argument(0, "REMOTENAME");
        String url = call.argument(1, "URL");
        return AdminCall.locked(call, sysroot -> {
            InstalledDeployment target = call.has("index")
                    ? sysroot.state().at((int) call.number("index", 0))
                    : sysroot.state().requireBooted();
            Origin origin = target.origin().orElse(Origin.NONE);
            Optional<String> branch =
                    call.argument(2).or(() -> origin.refspec().map(old -> old.substring(old.indexOf(':') + 1)));
            String refspec = remote + ":"
                    + branch.orElseThrow(
                            () -> new SysrootException("the deployment has no origin: name the branch after the URL"));
            addRemote(call, sysroot, remote, url);
            sysroot.writeOrigin(target, new Origin(origin.file().with("origin", "refspec", refspec)));
        });
    }

    private static void addRemote(Call call, Sysroot sysroot, String name, String url) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", url);
        for (String option : call.values("set")) {
            int equals = option.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("Missing '=' in KEY=VALUE for --set");
            }
            options.put(option.substring(0, equals), option.substring(equals + 1));
        }
        Remotes remotes = Remotes.of(sysroot.repository());
        if (remotes.find(name).isEmpty()) {
            remotes.put(name, options, true);
        }
    }
}
