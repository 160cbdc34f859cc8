package org.atomsmith.host.policy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.status.BadDeployments;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.update.CurrentTree;
import org.atomsmith.host.update.Derivation;
import org.atomsmith.host.update.Refspec;
import org.atomsmith.host.update.Upgrader;
import org.atomsmith.linux.Command;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/** The updates of a real host. */
final class HostUpdates implements Updates {
    private static final String CAUSE = "auto-update";

    private final Host host;
    private final Call call;
    private final Derivation derivation;
    private Optional<Upgrader.Target> found = Optional.empty();

    HostUpdates(Host host, Call call, Derivation derivation) {
        this.host = host;
        this.call = call;
        this.derivation = derivation;
    }

    @Override
    public Version current() throws IOException {
        CurrentTree tree = CurrentTree.of(host, host.state().requireBooted());
        return version(tree.base());
    }

    @Override
    public Optional<Version> staged() throws IOException {
        Optional<InstalledDeployment> staged = host.state().staged().filter(d -> !d.locked());
        return staged.isEmpty()
                ? Optional.empty()
                : Optional.of(version(CurrentTree.of(host, staged.get()).base()));
    }

    @Override
    public Optional<Version> newest() throws IOException {
        locked(() -> found = new Upgrader(host, call, derivation, CAUSE).find());
        return found.map(target -> new Version(
                target.commit().version().orElse(""), target.checksum().hex()));
    }

    @Override
    public boolean isBad(String checksum) throws IOException {
        Optional<Checksum> commit = Checksum.tryParse(checksum);
        return commit.isEmpty()
                || new BadDeployments(host.directories()).of(commit.get()).isPresent();
    }

    @Override
    public void stage(Version version) throws IOException {
        locked(() -> {
            try (Progress progress = Progress.of(call)) {
                progress.plan(Upgrader.phases());
                progress.enter("find");
                Upgrader upgrader = new Upgrader(host, call, derivation, CAUSE);
                boolean isFound =
                        found.isPresent() && found.get().checksum().hex().equals(version.checksum());
                Upgrader.Target target = isFound ? found.get() : target(upgrader, Checksum.parse(version.checksum()));
                upgrader.requireNotOlder(target);
                upgrader.download(target, progress);
                upgrader.stage(target, Optional.empty(), false, progress);
            }
        });
    }

    private static Upgrader.Target target(Upgrader upgrader, Checksum checksum) throws IOException {
        Refspec refspec = upgrader.refspec();
        Commit commit = upgrader.source().commit(refspec, checksum);
        return new Upgrader.Target(upgrader.current().origin(), refspec, checksum, commit, false);
    }

    @Override
    public void restart(long minutes, String warning) throws IOException {
        // systemd warns everybody who is logged in, again and again until it is time; 'shutdown -c' calls it off.
        List<String> command =
                minutes == 0 ? List.of("systemctl", "reboot") : List.of("shutdown", "-r", "+" + minutes, warning);
        Command.of(command)
                .withInheritedEnvironment()
                .withTimeout(Duration.ofMinutes(2))
                .runOrThrow();
    }

    /** Something that changes the host. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void locked(Step step) throws IOException {
        HostChange.runHere(call, host, CAUSE, _ -> {
            step.run();
            return ExitCode.DONE;
        });
    }

    private Version version(Checksum commit) throws IOException {
        try {
            return new Version(
                    host.sysroot().repository().readCommit(commit).version().orElse(""), commit.hex());
        } catch (ObjectNotFoundException e) {
            return new Version("", commit.hex());
        }
    }
}
