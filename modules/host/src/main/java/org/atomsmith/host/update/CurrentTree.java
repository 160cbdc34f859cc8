package org.atomsmith.host.update;

import java.io.IOException;
import java.util.Optional;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.sysroot.InstalledDeployment;
import org.atomsmith.ostree.sysroot.Origin;
import org.atomsmith.ostree.sysroot.SysrootState;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/**
 * What the next change begins with: what boots next (an earlier change adds up with this one), while {@code /etc} is that
 * of what runs.
 *
 * @param stateroot the operating system's name
 * @param deployment whose origin and kernel arguments count
 * @param base its commit, or the one below the packages that the host added
 * @param merge whose {@code /etc} is taken over
 */
public record CurrentTree(
        String stateroot, InstalledDeployment deployment, Checksum base, Optional<InstalledDeployment> merge) {

    /**
     * That of a stateroot.
     *
     * @throws HostException when nothing of it is deployed
     */
    public static CurrentTree of(Host host, String stateroot) throws IOException {
        SysrootState state = host.state();
        InstalledDeployment first = state.deployments().stream()
                .filter(d -> d.deployment().stateroot().equals(stateroot))
                .findFirst()
                .orElseThrow(() -> new HostException("nothing of the stateroot '" + stateroot + "' is deployed"));
        return new CurrentTree(stateroot, first, base(host.sysroot().repository(), first), state.merge(stateroot));
    }

    /** That of one deployment. */
    public static CurrentTree of(Host host, InstalledDeployment deployment) throws IOException {
        String stateroot = deployment.deployment().stateroot();
        return new CurrentTree(
                stateroot,
                deployment,
                base(host.sysroot().repository(), deployment),
                host.state().merge(stateroot));
    }

    /** Its origin, without what is said of this deployment alone. */
    public Origin origin() {
        return deployment.origin().map(Origin::withoutTransientState).orElse(Origin.NONE);
    }

    /** Where its updates come from; empty when it does not say. */
    public String refspec() throws HostException {
        Origin origin = origin();
        Optional<String> unconfigured = origin.file().get("origin", "unconfigured-state");
        if (unconfigured.isPresent()) {
            throw new HostException("this system gets no updates yet: " + unconfigured.get());
        }
        return origin.refspec()
                .orElseThrow(
                        () -> new HostException("this system does not say where its updates come from: 'atomic host"
                                + " rebase REMOTE:REF' sets it"));
    }

    /** Its kernel arguments, without the one that names the deployment. */
    public KernelArguments arguments() {
        boolean has = deployment.entry().get("options").isPresent();
        return (has ? deployment : merge.orElse(deployment)).entry().options().without("ostree");
    }

    private static Checksum base(Repository repository, InstalledDeployment deployment) throws IOException {
        Checksum checksum = deployment.deployment().commit();
        try {
            Commit commit = repository.readCommit(checksum);
            boolean layered =
                    commit.metadata().get("rpmostree.clientlayer") instanceof Variant.Number(char letter, long bits)
                            && letter == 'b'
                            && bits != 0;
            return layered ? commit.parent().orElse(checksum) : checksum;
        } catch (ObjectNotFoundException e) {
            return checksum;
        }
    }
}
