package org.atomsmith.ostree.sysroot;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.sysroot.boot.BootCounter;
import org.atomsmith.ostree.sysroot.boot.BootEntry;

/**
 * A deployment as a system has it.
 *
 * @param deployment what it is and where it lies
 * @param entry its boot entry; of one that was not booted from yet, only its {@code options}
 * @param counter how often it may still be tried, where that is counted
 * @param origin where it came from
 * @param overlayInitrds checksums of the files that are unpacked over its initramfs
 * @param staged whether it is finished only when the system shuts down
 * @param locked of a staged one, whether it is not to be finished yet
 * @param unlocked whether its {@code /usr} is writable
 */
public record InstalledDeployment(
        Deployment deployment,
        BootEntry entry,
        Optional<BootCounter> counter,
        Optional<Origin> origin,
        List<String> overlayInitrds,
        boolean staged,
        boolean locked,
        Unlocked unlocked) {

    /** Copies the list. */
    public InstalledDeployment {
        overlayInitrds = List.copyOf(overlayInitrds);
    }

    /** A deployment that is new. */
    static InstalledDeployment of(
            Deployment deployment, BootEntry entry, Optional<Origin> origin, List<String> overlayInitrds) {
        return new InstalledDeployment(
                deployment, entry, Optional.empty(), origin, overlayInitrds, false, false, Unlocked.NONE);
    }

    /** The same place on disk: stateroot, commit and serial. */
    public boolean isSame(InstalledDeployment other) {
        return deployment.stateroot().equals(other.deployment.stateroot())
                && deployment.commit().equals(other.deployment.commit())
                && deployment.deploySerial() == other.deployment.deploySerial();
    }

    /** Whether it is kept until somebody unpins it. */
    public boolean pinned() {
        return origin.map(o -> o.file().getBoolean("libostree-transient", "pinned", false))
                .orElse(false);
    }

    /** This deployment with another boot entry. */
    public InstalledDeployment withEntry(BootEntry changed) {
        return new InstalledDeployment(deployment, changed, counter, origin, overlayInitrds, staged, locked, unlocked);
    }

    /** This deployment with the place among those that share its kernel. */
    InstalledDeployment withBootSerial(int serial) {
        return new InstalledDeployment(
                new Deployment(
                        deployment.stateroot(),
                        deployment.commit(),
                        deployment.deploySerial(),
                        deployment.bootChecksum(),
                        serial),
                entry,
                counter,
                origin,
                overlayInitrds,
                staged,
                locked,
                unlocked);
    }

    /** This deployment, finished. */
    InstalledDeployment finished() {
        return new InstalledDeployment(deployment, entry, counter, origin, overlayInitrds, false, false, unlocked);
    }
}
