package org.atomsmith.host.update;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.peer.PeerDownload;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;

/** {@code atomic host deploy} and {@code rebase}: stage a named version, or a commit of somewhere else. */
public final class DeployCommand implements Command {
    private static final String REVISION = "revision=";
    private static final String VERSION = "version=";

    private final boolean rebases;
    private final Derivation derivation;

    /**
     * The one or the other.
     *
     * @param rebases whether the first argument is where updates come from now on
     */
    public DeployCommand(boolean rebases, Derivation derivation) {
        this.rebases = rebases;
        this.derivation = derivation;
    }

    @Override
    public Syntax syntax() {
        Option[] options = {
            Syntax.OS,
            Syntax.REBOOT,
            Option.flag("preview", "Only say what would change"),
            Option.flag("download-only", "Download, and stage nothing"),
            Option.flag("unchanged-exit-77", "Exit with 77 when that is deployed already"),
            PeerDownload.USE,
            PeerDownload.LEAVE,
            Option.flag("lock-finalization", "Do not switch at a shutdown before finalize-deployment"),
            Option.flag("bypass-driver", "Deploy even where an agent controls updates"),
            Option.flag("skip-purge", ""),
            Option.value("branch", 'b', "REF", rebases ? "The ref to follow, in place of an argument" : ""),
            Option.value("remote", 'm', "REMOTE", rebases ? "The remote to follow, the ref as it was" : ""),
            Syntax.JSON
        };
        return rebases
                ? Syntax.of("[REMOTE:]REF [REVISION]", "Take updates from another ref", "rebase os:stable", options)
                        .withDescription("""
                                REF may be left out behind 'REMOTE:', and REMOTE before a REF: then it stays as it was.
                                REVISION is a version or a commit.""")
                : Syntax.of("VERSION|COMMIT", "Stage a version of where updates come from", "deploy 13.2026.1", options)
                        .withDescription("""
                                Older versions are found in the history that the remote keeps. A deployment that was
                                bad here before may be named as well.""");
    }

    @Override
    public int run(Call call) throws IOException {
        boolean[] staged = new boolean[1];
        int code = HostChange.run(call, rebases ? "rebase" : "deploy", host -> {
            try (Progress progress = Progress.of(call)) {
                progress.plan(Upgrader.phases());
                return deploy(call, host, progress, staged);
            }
        });
        if (staged[0]) {
            Ending.reboot(call);
        }
        return code;
    }

    private int deploy(Call call, Host host, Progress progress, boolean[] changed) throws IOException {
        String cause = rebases ? "rebase" : "deploy";
        Upgrader upgrader = new Upgrader(host, call, derivation, cause);
        progress.enter("find");
        CurrentTree current = upgrader.current();
        Refspec refspec = rebases ? target(call, current) : upgrader.refspec();
        Optional<String> revision = rebases ? call.argument(1) : Optional.of(call.argument(0, "VERSION or COMMIT"));
        Checksum newest = Checksum.digest(new byte[0]);
        if (revision.isEmpty()) {
            newest = upgrader.source().newest(refspec);
        }
        Checksum checksum = revision.isPresent() ? find(upgrader.source(), refspec, revision.get()) : newest;
        Origin origin = rebases ? Origins.withRefspec(current.origin(), refspec) : current.origin();
        boolean same = checksum.equals(current.base())
                && origin.refspec().equals(current.origin().refspec());
        if (same) {
            call.out().println("That is deployed already.");
            return call.has("unchanged-exit-77") ? ExitCode.NOTHING : ExitCode.DONE;
        }
        Upgrader.Target target = new Upgrader.Target(
                origin, refspec, checksum, upgrader.source().commit(refspec, checksum), revision.isEmpty());
        UpdateImpact impact = upgrader.impact(target);
        if (call.has("preview")) {
            UpdateText.available(call, target, impact, true);
            return ExitCode.DONE;
        }
        UpdateText.begin(call, host, current, target, impact, progress);
        upgrader.download(target, progress);
        if (call.has("download-only")) {
            call.out().println("Downloaded; the same command without --download-only stages it");
            return ExitCode.DONE;
        }
        InstalledDeployment deployed =
                upgrader.stage(target, Optional.empty(), call.has("lock-finalization"), progress);
        impact.packages().ifPresent(diff -> diff.lines().forEach(call.out()::println));
        Ending.of(call, host, deployed);
        changed[0] = true;
        return ExitCode.DONE;
    }

    private static Refspec target(Call call, CurrentTree current) throws IOException {
        String before = current.origin().refspec().orElse("");
        Optional<String> remote = call.value("remote");
        String named = call.value("branch")
                .or(() -> call.argument(0))
                .orElseGet(() -> remote.isPresent() ? "" : call.argument(0, "REMOTE:REF"));
        return Refspec.parse(
                remote.map(name -> name + ":" + named.substring(named.indexOf(':') + 1))
                        .orElse(named),
                before);
    }

    /** A commit's checksum, or else a version; {@code revision=} and {@code version=} say which. */
    private static Checksum find(UpdateSource source, Refspec refspec, String revision) throws IOException {
        if (revision.startsWith(VERSION)) {
            return source.ofVersion(refspec, revision.substring(VERSION.length()));
        }
        String text = revision.startsWith(REVISION) ? revision.substring(REVISION.length()) : revision;
        Optional<Checksum> checksum = Checksum.tryParse(text);
        return checksum.isPresent() ? checksum.get() : source.ofVersion(refspec, text);
    }
}
