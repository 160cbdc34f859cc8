package org.atomsmith.host.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.atomsmith.host.packages.PackageDiff;
import org.atomsmith.host.packages.PackageList;
import org.atomsmith.host.peer.PeerDownload;
import org.atomsmith.host.progress.Phase;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.status.BadDeployments;
import org.atomsmith.host.status.CachedUpdate;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.pull.PullResult;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.PartialCommits;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sysroot.DeployRequest;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/**
 * Brings a host to another commit of where it comes from, or of somewhere else: finds it, says what that means, downloads
 * it and stages it. Each step can be the last one.
 */
public final class Upgrader {
    /** How often a stream that ended may lead to another one. */
    private static final int MAX_REBASES = 8;

    private final Host host;
    private final Call call;
    private final Derivation derivation;
    private final String cause;
    private final Repository repository;
    private final UpdateSource source;
    private final CurrentTree current;

    /**
     * An upgrade.
     *
     * @param cause the command, for the history
     * @throws HostException when nothing is deployed
     */
    public Upgrader(Host host, Call call, Derivation derivation, String cause) throws IOException {
        this.host = host;
        this.call = call;
        this.derivation = derivation;
        this.cause = cause;
        this.repository = host.sysroot().repository();
        this.source = new UpdateSource(repository, call.environment());
        this.current = CurrentTree.of(host, host.stateroot(call));
    }

    /**
     * A commit to go to.
     *
     * @param origin where it comes from, and what is added to it
     * @param refspec the same, read
     * @param checksum of the commit
     * @param commit the commit itself, verified; its objects may still be at the remote
     * @param isNewest whether the ref names it now
     */
    public record Target(Origin origin, Refspec refspec, Checksum checksum, Commit commit, boolean isNewest) {}

    /** Where updates come from now. */
    public Refspec refspec() throws HostException {
        return Refspec.parse(current.refspec(), "");
    }

    /** What is deployed, or will be next. */
    public CurrentTree current() {
        return current;
    }

    /** The remotes. */
    public UpdateSource source() {
        return source;
    }

    /**
     * Looks for something newer where the host comes from, and remembers what it found. A stream that has ended and names
     * another one is left for that one.
     *
     * @return empty when there is nothing new, or what is new was bad here
     */
    public Optional<Target> find() throws IOException {
        Refspec refspec = refspec();
        Origin origin = current.origin();
        for (int i = 0; i < MAX_REBASES; i++) {
            Checksum newest = source.newest(refspec);
            if (newest.equals(current.base())) {
                remember(refspec, Optional.empty());
                return Optional.empty();
            }
            Commit commit = source.commit(refspec, newest);
            if (!(commit.metadata().get("ostree.endoflife-rebase") instanceof Variant.Text next)) {
                Optional<BadDeployments.Mark> bad = new BadDeployments(host.directories()).of(newest);
                if (bad.isPresent()) {
                    call.out()
                            .println(Versions.name(commit, newest) + " was bad on this host and is not offered again: "
                                    + bad.get().reason());
                    call.out()
                            .println(
                                    "'atomic host deploy " + Versions.name(commit, newest) + "' tries it all the same");
                    remember(refspec, Optional.empty());
                    return Optional.empty();
                }
                Target found = new Target(origin, refspec, newest, commit, true);
                remember(refspec, Optional.of(found));
                return Optional.of(found);
            }
            call.out().println(refspec.text() + " has ended; updates come from " + next.value() + " now");
            refspec = new Refspec(refspec.remote(), next.value());
            origin = Origins.withRefspec(origin, refspec);
        }
        throw new HostException("the streams that follow " + refspec().text() + " lead round in circles");
    }

    /** What is deployed, to be made again of the same base with newer packages; empty where there are none. */
    public Optional<Target> renewed(Progress progress) throws IOException {
        if (!derivation.isOutdated(host, current, progress)) {
            return Optional.empty();
        }
        Commit commit = repository.readCommit(current.base());
        return Optional.of(new Target(current.origin(), refspec(), current.base(), commit, false));
    }

    /** What an earlier {@code --download-only} brought: what the ref names in the host's own repository. */
    public Optional<Target> downloaded() throws IOException {
        Refspec refspec = refspec();
        Optional<Checksum> here = repository.find(refspec.localRef());
        if (here.isEmpty() || here.get().equals(current.base()) || !isWhole(here.get())) {
            return Optional.empty();
        }
        return Optional.of(new Target(current.origin(), refspec, here.get(), repository.readCommit(here.get()), false));
    }

    /**
     * Refuses a commit that was made before what is deployed.
     *
     * @throws HostException with what to do
     */
    public void requireNotOlder(Target target) throws IOException {
        Optional<Commit> before = commit(current.base());
        if (before.isPresent() && before.get().timestamp() > target.commit().timestamp()) {
            throw new HostException(target.refspec().text() + " names "
                    + Versions.name(target.commit(), target.checksum()) + " of "
                    + Instant.ofEpochSecond(target.commit().timestamp())
                    + " now, which is older than what is deployed ("
                    + Instant.ofEpochSecond(before.get().timestamp())
                    + "): the server may be behind. --allow-downgrade takes it all the same");
        }
    }

    /** What a target means for the host, in so far as its commit says so. */
    UpdateImpact impact(Target target) throws IOException {
        Optional<Commit> before = commit(current.base());
        Optional<PackageDiff> packages =
                PackageDiff.between(before.flatMap(PackageList::of), PackageList.of(target.commit()));
        return UpdateImpact.of(host, before, target.commit(), packages);
    }

    /** Downloads a target, if it is not here, saying before what that means. */
    public void download(Target target, Progress progress) throws IOException {
        if (isWhole(target.checksum())) {
            follow(target);
            return;
        }
        try {
            PeerDownload peers = PeerDownload.of(host.directories(), repository, call);
            source.fetch(
                    target.refspec(),
                    target.checksum(),
                    target.isNewest(),
                    plan -> announce(plan, target, peers, progress),
                    progress.pull());
        } catch (UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
    }

    /** Lets the ref name what is here already, as a pull would. */
    private void follow(Target target) throws IOException {
        String refspec = target.refspec().localRef();
        if (!repository.find(refspec).equals(Optional.of(target.checksum()))) {
            try (Transaction transaction = repository.begin()) {
                transaction.setRef(refspec, target.checksum());
                transaction.commit();
            }
        }
    }

    /** Says what the remote would send, and takes from peers what they have of it. */
    private void announce(PullResult.Plan plan, Target target, PeerDownload peers, Progress progress) {
        try {
            DiskSpace space = DiskSpace.of(host, plan, Optional.of(current.deployment()));
            String objects = plan.objects().map(count -> count + " objects").orElse("");
            String download = plan.delta()
                    .map(delta -> ByteCount.text(delta.bytes()) + " (a delta of " + delta.parts() + " parts)")
                    .orElse(ByteCount.text(plan.bytes()) + " (" + objects + ")");
            call.out().println("Download " + download + "; " + space.text());
            progress.flush(call.out());
            space.require();
            progress.enter("download");
            if (source.isFar(target.refspec())) {
                long bytes = plan.delta().map(PullResult.DeltaPlan::bytes).orElse(plan.bytes());
                peers.run(target.checksum(), bytes, space.rootFree(), progress);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stages a target whose objects are here.
     *
     * @param arguments kernel arguments in place of those that are in use
     */
    public InstalledDeployment stage(
            Target target, Optional<KernelArguments> arguments, boolean locked, Progress progress) throws IOException {
        Checksum commit = derivation.derive(host, target.origin(), target.checksum(), progress);
        progress.enter("stage");
        DeployRequest request =
                DeployRequest.of(current.stateroot(), commit, Optional.of(target.origin()), current.merge());
        KernelArguments wanted = arguments.orElseGet(current::arguments);
        InstalledDeployment staged = new Stager(host, cause).stage(request.withArguments(wanted), locked, call.out());
        progress.at(1, "");
        return staged;
    }

    /** The phases of a whole upgrade. */
    public static Phase[] phases() {
        return new Phase[] {
            Phase.unmeasured("find", "Looking for updates", 1),
            new Phase("download", "Downloading", 20),
            new Phase("derive", "Adding packages", 8),
            Phase.unmeasured("stage", "Laying the system out", 6)
        };
    }

    private void remember(Refspec refspec, Optional<Target> target) throws IOException {
        new CachedUpdate(
                        Instant.now().getEpochSecond(),
                        current.stateroot(),
                        refspec.text(),
                        target.map(found -> found.checksum().hex()).orElse(""),
                        target.flatMap(found -> found.commit().version()).orElse(""),
                        target.map(found -> found.commit().timestamp()).orElse(0L))
                .write(host.directories());
    }

    private boolean isWhole(Checksum commit) {
        return repository.has(new ObjectName(ObjectType.COMMIT, commit))
                && !new PartialCommits(repository).contains(commit);
    }

    private Optional<Commit> commit(Checksum checksum) throws IOException {
        try {
            return Optional.of(repository.readCommit(checksum));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }
}
