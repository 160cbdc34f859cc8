package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.linux.Command.Output;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.Upgrade;

/** {@code ostree admin upgrade}: deploys the newest commit of where a deployment came from. */
final class UpgradeCommand implements Command {
    static final Option OS =
            Option.value("os", "STATEROOT", "Use a different operating system root than the current one");

    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "",
                "Construct new tree from current origin and deploy it, if it changed",
                OS,
                Option.flag("reboot", 'r', "Reboot after a successful upgrade"),
                Option.flag("kexec", 'k', "Stage new kernel in kexec"),
                Option.flag("allow-downgrade", "Permit deployment of chronologically older trees"),
                Option.value("override-commit", "CHECKSUM", "Deploy CHECKSUM instead of the latest tree"),
                Option.flag("pull-only", "Do not create a deployment, just download"),
                Option.flag("deploy-only", "Do not pull, only deploy"),
                Option.flag("stage", "Enable staging (finalization at reboot time)"));
    }

    @Override
    public int run(Call call) throws IOException {
        boolean pullOnly = call.has("pull-only");
        if (pullOnly && call.has("deploy-only")) {
            throw new UsageException("Cannot simultaneously specify --pull-only and --deploy-only");
        }
        if (pullOnly && call.has("reboot")) {
            throw new UsageException("Cannot simultaneously specify --pull-only and --reboot");
        }
        if (call.has("kexec")) {
            throw new UsageException("--kexec is not supported: reboot into the new deployment");
        }
        boolean stage = call.has("stage")
                || call.environment("OSTREE_EX_STAGE_DEPLOYMENTS").isPresent();
        boolean[] changed = new boolean[1];
        int code = AdminCall.locked(call, sysroot -> changed[0] = upgrade(call, sysroot, stage));
        if (changed[0] && call.has("reboot")) {
            reboot();
        }
        return code;
    }

    private static boolean upgrade(Call call, Sysroot sysroot, boolean stage) throws IOException {
        if (stage) {
            sysroot.staging().requirePossible();
        }
        Upgrade upgrade = new Upgrade(sysroot, AdminCall.stateroot(call, sysroot), new RemotePull(call, sysroot));
        upgrade.requireConfigured();
        Optional<Checksum> commit = upgrade.find(new Upgrade.Wanted(
                !call.has("deploy-only"),
                call.has("allow-downgrade"),
                call.value("override-commit").map(Checksum::parse)));
        if (commit.isEmpty()) {
            call.out().println("No update available.");
            return false;
        }
        if (call.has("pull-only")) {
            return false;
        }
        upgrade.deploy(commit.get(), stage);
        if (!stage) {
            AdminCall.cleanUp(call, sysroot);
        }
        return true;
    }

    /** Asks the service manager to reboot. */
    static void reboot() throws IOException {
        org.atomsmith.linux.Command.of("systemctl", "reboot")
                .withInheritedEnvironment()
                .withOutput(new Output.Inherited())
                .runOrThrow();
    }
}
