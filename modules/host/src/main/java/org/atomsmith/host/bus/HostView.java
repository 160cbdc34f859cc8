package org.atomsmith.host.bus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.atomsmith.host.packages.Advisories;
import org.atomsmith.host.status.CachedUpdate;
import org.atomsmith.host.status.DeploymentFacts;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.ObjectName;
import org.atomsmith.ostree.object.ObjectType;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.SysrootState;

/** What callers see of the host: read when it is first asked for, and again when something changed. */
final class HostView {
    private final Host host;
    private final HostDirectories directories;
    private Optional<Snapshot> snapshot = Optional.empty();

    HostView(Host host) {
        this.host = host;
        this.directories = host.directories();
    }

    /**
     * The host at one moment.
     *
     * @param changed when its deployments and its refs changed last
     */
    record Snapshot(Host host, List<Variant> deployments, List<FileTime> changed) {
        /** What its deployments are. */
        SysrootState state() {
            return host.state();
        }

        /** The commits of its deployments. */
        Repository repository() {
            return host.sysroot().repository();
        }
    }

    /** Another view of the same host, for another thread. */
    HostView copy() {
        return new HostView(host);
    }

    /** The root of its disk. */
    Path path() {
        return directories.sysroot();
    }

    /** Whether what was read is no longer so. */
    boolean isStale() throws IOException {
        return snapshot.isPresent() && !snapshot.get().changed().equals(changed());
    }

    /** Reads again when it is next asked for. */
    void forget() {
        snapshot = Optional.empty();
    }

    /** The host as it is now. */
    Snapshot now() throws IOException {
        if (snapshot.isPresent() && !isStale()) {
            return snapshot.get();
        }
        List<FileTime> changed = changed();
        Host now = host.again();
        DeploymentFacts facts = new DeploymentFacts(now);
        List<Variant> deployments = new ArrayList<>();
        for (InstalledDeployment deployment : now.state().deployments()) {
            deployments.add(FactVariants.dict(facts.of(deployment)));
        }
        Snapshot read = new Snapshot(now, deployments, changed);
        snapshot = Optional.of(read);
        return read;
    }

    /** Whoever deploys touches the first, whoever changes refs the second; the others are what facts are taken from. */
    private List<FileTime> changed() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : List.of(
                path().resolve("ostree/deploy"),
                path().resolve("ostree/repo"),
                directories.run().resolve("ostree/staged-deployment"),
                directories.state().resolve("update"),
                directories.state().resolve("bad-deployments"))) {
            times.add(Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0));
        }
        return times;
    }

    /** The names of the operating systems, in the order of their first deployments. */
    List<String> stateroots() throws IOException {
        return now().state().deployments().stream()
                .map(d -> d.deployment().stateroot())
                .distinct()
                .toList();
    }

    /** The facts of the first deployment of a stateroot that is as asked for; nothing when there is none. */
    Variant first(String stateroot, Predicate<InstalledDeployment> wanted) throws IOException {
        Snapshot host = now();
        List<InstalledDeployment> all = host.state().deployments();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).deployment().stateroot().equals(stateroot) && wanted.test(all.get(i))) {
                return host.deployments().get(i);
            }
        }
        return Variant.dict(Map.of());
    }

    /** A deployment by the name that {@link DeploymentFacts#id} gives it. */
    InstalledDeployment deployment(String id) throws IOException {
        return now().state().deployments().stream()
                .filter(d -> DeploymentFacts.id(d).equals(id))
                .findFirst()
                .orElseThrow(() -> new CallException(CallException.FAILED, "Invalid deployment id " + id));
    }

    /** The deployment that updates of a stateroot begin with. */
    Optional<InstalledDeployment> merge(String stateroot) throws IOException {
        return now().state().merge(stateroot);
    }

    /** The commit of the update that is known for a stateroot: what the last look found, or what was downloaded since. */
    Optional<Checksum> updateOf(String stateroot) throws IOException {
        Optional<InstalledDeployment> merge = merge(stateroot);
        if (merge.isEmpty()) {
            return Optional.empty();
        }
        Optional<Checksum> found = CachedUpdate.read(directories)
                .filter(update -> update.isThere() && update.stateroot().equals(stateroot))
                .flatMap(update -> Checksum.tryParse(update.checksum()))
                .filter(checksum -> !checksum.equals(merge.get().deployment().commit()));
        return found.isPresent() ? found : facts().update(merge.get());
    }

    /** The facts of the update that is known for a stateroot; nothing when there is none. */
    Variant update(String stateroot) throws IOException {
        Optional<Checksum> update = updateOf(stateroot);
        if (update.isEmpty()) {
            return Variant.dict(Map.of());
        }
        InstalledDeployment merge = merge(stateroot).orElseThrow();
        Map<String, Object> facts = facts().ofUpdate(merge, update.get());
        Optional<Variant> packages = PackageDifference.byKind(now().repository(), base(merge), update.get());
        packages.ifPresent(difference -> facts.put("rpm-diff", difference));
        Advisories advisories = advisories(base(merge), update.get());
        if (!advisories.list().isEmpty()) {
            facts.put("advisories", advisories.variant());
        }
        return FactVariants.dict(facts);
    }

    /** Those that an update brings; none when one of the commits is not here. */
    private Advisories advisories(Checksum before, Checksum after) throws IOException {
        Repository repository = now().repository();
        boolean here = repository.has(new ObjectName(ObjectType.COMMIT, before))
                && repository.has(new ObjectName(ObjectType.COMMIT, after));
        return here ? Advisories.between(repository.readCommit(before), repository.readCommit(after)) : Advisories.NONE;
    }

    /** The facts of a commit to which a deployment may be updated. */
    Variant update(InstalledDeployment deployment, Checksum commit) throws IOException {
        return FactVariants.dict(facts().ofUpdate(deployment, commit));
    }

    /** The commit of a deployment's image: what packages were layered on, where some were. */
    Checksum base(InstalledDeployment deployment) throws IOException {
        return facts().base(deployment);
    }

    private DeploymentFacts facts() throws IOException {
        return new DeploymentFacts(now().host());
    }
}
