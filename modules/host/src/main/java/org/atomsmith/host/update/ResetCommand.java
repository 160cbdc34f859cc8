package org.atomsmith.host.update;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.repo.KeyFile;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;

/** {@code atomic host reset}: stages the base alone, without what the host adds to it. */
public final class ResetCommand implements Command {
    private final Derivation derivation;

    /** Resets, and derives again what is left to be added. */
    public ResetCommand(Derivation derivation) {
        this.derivation = derivation;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Remove all packages, overrides and initramfs changes that were added to the base",
                        "reset --reboot",
                        Syntax.OS,
                        Syntax.REBOOT,
                        Option.flag("overlays", 'l', "Only added packages"),
                        Option.flag("overrides", 'o', "Only overridden packages"),
                        Option.flag("initramfs", 'i', "Only what was changed of the initramfs"),
                        Option.flag("lock-finalization", "Do not switch at a shutdown before finalize-deployment"))
                .withDescription("/etc, /var and kernel arguments stay as they are; 'factory-reset' resets those.");
    }

    @Override
    public int run(Call call) throws IOException {
        boolean[] staged = new boolean[1];
        int code = HostChange.run(call, "reset", host -> reset(call, host, staged));
        if (staged[0]) {
            Ending.reboot(call);
        }
        return code;
    }

    private int reset(Call call, Host host, boolean[] changed) throws IOException {
        CurrentTree current = CurrentTree.of(host, host.stateroot(call));
        Origin origin = without(call, current.origin());
        if (origin.text().equals(current.origin().text())) {
            call.out().println("No changes.");
            return ExitCode.DONE;
        }
        try (Progress progress = Progress.of(call)) {
            progress.plan(Upgrader.phases());
            Upgrader upgrader = new Upgrader(host, call, derivation, "reset");
            Upgrader.Target target = new Upgrader.Target(
                    origin,
                    Refspec.parse(origin.refspec().orElse(""), ""),
                    current.base(),
                    host.sysroot().repository().readCommit(current.base()),
                    false);
            upgrader.download(target, progress);
            InstalledDeployment staged =
                    upgrader.stage(target, Optional.empty(), call.has("lock-finalization"), progress);
            Ending.of(call, host, staged);
            changed[0] = true;
            return ExitCode.DONE;
        }
    }

    private static Origin without(Call call, Origin origin) {
        boolean all = !call.has("overlays") && !call.has("overrides") && !call.has("initramfs");
        KeyFile file = origin.file();
        if (all || call.has("overlays")) {
            file = file.withoutGroup("packages");
        }
        if (all || call.has("overrides")) {
            file = file.withoutGroup("overrides");
        }
        if (all || call.has("initramfs")) {
            file = file.withoutGroup("rpmostree");
        }
        Optional<String> base = file.get("origin", "baserefspec");
        boolean bare = !file.groups().containsKey("packages") && !file.groups().containsKey("overrides");
        if (bare && base.isPresent()) {
            file = file.without("origin", "baserefspec").with("origin", "refspec", base.get());
        }
        return new Origin(file);
    }
}
