package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootException;
import org.atomsmith.ostree.sysroot.Upgrade;

/** {@code ostree admin switch}: takes updates from another ref or remote, and deploys what it has. */
final class SwitchCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "REFSPEC",
                "Construct new tree from REFSPEC and deploy it",
                UpgradeCommand.OS,
                Option.flag("reboot", 'r', "Reboot after switching trees"),
                Option.flag("kexec", 'k', "Stage new kernel in kexec"),
                Option.flag("stage", "Enable staging (finalization at reboot time)"));
    }

    @Override
    public int run(Call call) throws IOException {
        String word = call.argument(0, "REF");
        if (call.has("kexec")) {
            throw new SysrootException("--kexec is not supported: reboot into the new deployment");
        }
        boolean[] done = new boolean[1];
        int code = AdminCall.locked(call, sysroot -> {
            rebase(call, sysroot, word);
            done[0] = true;
        });
        if (done[0] && call.has("reboot")) {
            UpgradeCommand.reboot();
        }
        return code;
    }

    private static void rebase(Call call, Sysroot sysroot, String word) throws IOException {
        boolean stage = call.has("stage");
        if (stage) {
            sysroot.staging().requirePossible();
        }
        Upgrade upgrade = new Upgrade(sysroot, AdminCall.stateroot(call, sysroot), new RemotePull(call, sysroot));
        String old = upgrade.refspec();
        int oldColon = old.indexOf(':');
        int colon = word.indexOf(':');
        String remote = colon >= 0 ? word.substring(0, colon) : old.substring(0, Math.max(0, oldColon));
        String ref = word.substring(colon + 1).isEmpty() ? old.substring(oldColon + 1) : word.substring(colon + 1);
        String wanted = remote.isEmpty() ? ref : remote + ":" + ref;
        // The name of a remote alone means its ref of the same name, which is not refused where nothing changes.
        if (wanted.equals(old) && !word.endsWith(":")) {
            throw new SysrootException("Old and new refs are equal: " + wanted);
        }
        upgrade.rebase(wanted);
        Optional<Checksum> found = upgrade.find(new Upgrade.Wanted(true, true, Optional.empty()));
        Checksum commit = found.isPresent() ? found.get() : sysroot.repository().resolve(wanted);
        upgrade.deploy(commit, stage);
        if (!wanted.equals(old)) {
            try (Transaction transaction = sysroot.repository().begin()) {
                call.out().println("Deleting ref '" + old + "'");
                transaction.deleteRef(old);
                transaction.commit();
            }
        }
        if (!stage) {
            AdminCall.cleanUp(call, sysroot);
        }
    }
}
