package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.gpg.GpgSignature;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.remote.Remote;
import org.atomsmith.ostree.remote.Remotes;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sysroot.Deployment;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Sysroot;
import org.atomsmith.ostree.sysroot.SysrootException;
import org.atomsmith.ostree.sysroot.SysrootState;
import org.atomsmith.ostree.sysroot.Unlocked;
import org.atomsmith.ostree.trust.RemoteTrust;

/** {@code ostree admin status}: lists the deployments. */
final class StatusCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot(
                "",
                "List deployments",
                Option.flag("json", "Emit JSON"),
                Option.flag("verify", 'V', "Print the commit verification status"),
                Option.flag("skip-signatures", 'S', "Skip signatures in output"),
                Option.flag(
                        "is-default",
                        'D',
                        "Output \"default\" if booted into the default deployment, otherwise \"not-default\""));
    }

    @Override
    public int run(Call call) throws IOException {
        Sysroot sysroot = AdminCall.open(call);
        SysrootState state = sysroot.state();
        if (call.has("json")) {
            call.out().print(StatusJson.of(sysroot));
        } else if (call.has("is-default")) {
            if (state.deployments().isEmpty()) {
                throw new SysrootException("Not in a booted OSTree system");
            }
            boolean isDefault = state.booted()
                    .filter(state.deployments().getFirst()::isSame)
                    .isPresent();
            call.out().println(isDefault ? "default" : "not-default");
        } else if (state.deployments().isEmpty()) {
            call.out().println("No deployments.");
        } else {
            for (InstalledDeployment deployment : state.deployments()) {
                print(call, sysroot, deployment);
            }
        }
        return 0;
    }

    private static void print(Call call, Sysroot sysroot, InstalledDeployment installed) throws IOException {
        SysrootState state = sysroot.state();
        Deployment deployment = installed.deployment();
        boolean booted = state.booted().filter(installed::isSame).isPresent();
        call.out()
                .println((booted ? "*" : " ") + " " + deployment.stateroot() + " " + deployment.name()
                        + mark(state, installed));
        Optional<Commit> commit = commit(sysroot.repository(), deployment);
        commit.flatMap(Commit::version).ifPresent(version -> call.out().println("    Version: " + version));
        if (installed.unlocked() != Unlocked.NONE) {
            call.out().println("    Unlocked: " + installed.unlocked().text());
        }
        if (installed.pinned()) {
            call.out().println("    Pinned: yes");
        }
        if (installed.origin().isEmpty()) {
            call.out().println("    origin: none");
        } else {
            call.out()
                    .println("    origin"
                            + installed
                                    .origin()
                                    .get()
                                    .file()
                                    .get("origin", "refspec")
                                    .map(refspec -> " refspec: " + refspec)
                                    .orElse(": <unknown origin type>"));
            commit.flatMap(StatusCommand::sourceTitle)
                    .ifPresent(title -> call.out().println("    `- " + title));
        }
        signatures(call, sysroot, installed);
    }

    private static String mark(SysrootState state, InstalledDeployment deployment) {
        if (deployment.locked()) {
            return " (finalization locked)";
        }
        if (deployment.staged()) {
            return " (staged)";
        }
        if (state.pending().filter(deployment::isSame).isPresent()) {
            return " (pending)";
        }
        return state.rollback().filter(deployment::isSame).isPresent() ? " (rollback)" : "";
    }

    /** What a commit says of where it came from. */
    static Optional<String> sourceTitle(Commit commit) {
        return Optional.ofNullable(commit.metadata().get("ostree.source-title"))
                .filter(Variant.Text.class::isInstance)
                .map(Variant::asString);
    }

    /** The commit of a deployment, which is there unless somebody pruned too much. */
    static Optional<Commit> commit(Repository repository, Deployment deployment) throws IOException {
        try {
            return Optional.of(repository.readCommit(deployment.commit()));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    private static void signatures(Call call, Sysroot sysroot, InstalledDeployment installed) throws IOException {
        boolean verify = call.has("verify");
        Optional<String> name = installed
                .origin()
                .flatMap(origin -> origin.file().get("origin", "refspec"))
                .filter(refspec -> refspec.indexOf(':') > 0)
                .map(refspec -> refspec.substring(0, refspec.indexOf(':')));
        if (name.isEmpty()) {
            if (verify) {
                throw new SysrootException("Cannot verify deployment without remote");
            }
            return;
        }
        Optional<Remote> remote = Remotes.of(sysroot.repository()).find(name.get());
        if (remote.isEmpty() && verify) {
            throw new SysrootException("Remote \"" + name.get() + "\" not found");
        }
        boolean wanted = remote.isPresent()
                && (verify || !call.has("skip-signatures") && remote.get().gpgVerify());
        if (!wanted) {
            return;
        }
        RemoteTrust trust = RemoteTrust.of(remote.get(), call.environment());
        Deployment deployment = installed.deployment();
        byte[] data = sysroot.repository().readMetadata(ObjectType.COMMIT, deployment.commit());
        var detached =
                sysroot.repository().readDetachedMetadata(deployment.commit()).orElseGet(java.util.LinkedHashMap::new);
        if (verify) {
            call.out().print(trust.verifyCommit(deployment.commit(), data, detached));
        } else if (detached.containsKey(RemoteTrust.GPG_SIGNATURES)) {
            for (GpgSignature signature : trust.verifyGpg(data, detached).signatures()) {
                call.out().print(signature.describe("    GPG: "));
            }
        }
    }
}
