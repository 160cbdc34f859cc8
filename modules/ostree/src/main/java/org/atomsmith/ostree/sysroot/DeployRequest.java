package org.atomsmith.ostree.sysroot;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/**
 * What to deploy.
 *
 * @param stateroot the operating system that gets it
 * @param commit what to lay out; it is in the system's repository
 * @param origin where it came from
 * @param merge whose configuration and kernel arguments it takes over; empty for the defaults
 * @param arguments its kernel arguments; empty for those of the merge deployment
 * @param overlayInitrds checksums of {@link Staging#keepOverlayInitrd}
 */
public record DeployRequest(
        String stateroot,
        Checksum commit,
        Optional<Origin> origin,
        Optional<InstalledDeployment> merge,
        Optional<KernelArguments> arguments,
        List<String> overlayInitrds) {

    /** Copies the list. */
    public DeployRequest {
        overlayInitrds = List.copyOf(overlayInitrds);
    }

    /** A commit with everything else as it was. */
    public static DeployRequest of(
            String stateroot, Checksum commit, Optional<Origin> origin, Optional<InstalledDeployment> merge) {
        return new DeployRequest(stateroot, commit, origin, merge, Optional.empty(), List.of());
    }

    /** With these kernel arguments. */
    public DeployRequest withArguments(KernelArguments changed) {
        return new DeployRequest(stateroot, commit, origin, merge, Optional.of(changed), overlayInitrds);
    }

    /** With these files unpacked over the initramfs. */
    public DeployRequest withOverlayInitrds(List<String> checksums) {
        return new DeployRequest(stateroot, commit, origin, merge, arguments, checksums);
    }
}
