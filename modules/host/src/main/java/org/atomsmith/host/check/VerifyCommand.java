package org.atomsmith.host.check;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.json.JsonText;
import org.atomsmith.host.progress.Phase;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.status.DeploymentFacts;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.remote.Remote;
import org.atomsmith.ostree.sign.UntrustedSignatureException;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.trust.RemoteTrust;

/** {@code atomic host verify}: whether a deployment is what was signed, and its files are what was deployed. */
public final class VerifyCommand implements Command {
    /** What a system has, for the bar. */
    private static final double USUAL = 20_000;

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "[INDEX]",
                "Check the signatures and all files of a deployment (the running one)",
                "verify",
                Syntax.JSON);
    }

    @Override
    public int run(Call call) throws IOException {
        Host host = Host.of(call);
        Optional<String> index = call.argument(0);
        InstalledDeployment deployment = index.isPresent()
                ? host.state().at(Math.toIntExact(Long.parseLong(index.get())))
                : host.booted().isPresent() ? host.booted().get() : host.state().at(0);
        Checksum commit = deployment.deployment().commit();
        Signature signature = signature(call, host, deployment);
        List<String> problems;
        TreeCheck check;
        try (Progress progress = Progress.of(call)) {
            progress.plan(new Phase("verify", "Reading objects", 1));
            progress.enter("verify");
            check = new TreeCheck(host.sysroot().repository(), done -> {
                if (done % 500 == 0) {
                    progress.at(Math.min(1, done / USUAL), done + " objects");
                }
            });
            problems = check.run(commit);
        }
        if (call.has("json")) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("checksum", commit.hex());
            facts.put("signature", signature.state());
            facts.put("signature-text", signature.text());
            facts.put("objects", check.objects());
            facts.put("problems", problems);
            call.out().print(JsonText.of(facts));
        } else {
            call.out().println("Commit: " + commit);
            call.out().println("Signature: " + signature.text());
            call.out()
                    .println("Objects: " + check.objects() + " read, "
                            + (problems.isEmpty() ? "all are as they should be" : problems.size() + " are broken"));
            problems.forEach(problem -> call.out().println("  " + problem));
            if (!problems.isEmpty()) {
                call.out().println("Run 'ostree fsck --delete' and 'atomic host upgrade' to fetch them again");
            }
        }
        return problems.isEmpty() && !signature.state().equals("bad") ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** {@code good}, {@code bad}, or {@code none} where the remote asks for none. */
    private record Signature(String state, String text) {}

    private static Signature signature(Call call, Host host, InstalledDeployment deployment) throws IOException {
        Optional<String> refspec = deployment.origin().flatMap(Origin::refspec);
        int colon = refspec.map(text -> text.indexOf(':')).orElse(-1);
        if (colon <= 0) {
            return new Signature("none", "not checked: the deployment does not come from a remote");
        }
        String name = refspec.orElseThrow().substring(0, colon);
        Optional<Remote> remote = DeploymentFacts.remotes(host).find(name);
        if (remote.isEmpty()) {
            return new Signature("none", "not checked: there is no remote '" + name + "' any more");
        }
        RemoteTrust trust = RemoteTrust.of(remote.get(), call.environment());
        if (!trust.gpgVerify() && !trust.signVerify()) {
            return new Signature("none", "not checked: the remote '" + name + "' asks for none");
        }
        // Packages that the host adds are not signed: what is below them is.
        Checksum base = CurrentTree.of(host, deployment).base();
        try {
            String text = trust.verifyCommit(
                    base,
                    host.sysroot().repository().readMetadata(ObjectType.COMMIT, base),
                    host.sysroot().repository().readDetachedMetadata(base).orElseGet(LinkedHashMap::new));
            return new Signature("good", text.strip());
        } catch (UntrustedSignatureException e) {
            return new Signature("bad", String.valueOf(e.getMessage()));
        }
    }
}
