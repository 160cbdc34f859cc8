package org.atomsmith.ostree.sysroot;

import java.nio.file.Path;
import java.util.Map;

/** A process that deploys, to be killed by {@link KilledDeploy}. */
final class DeployVictim {
    private DeployVictim() {}

    /** Arguments: the system. */
    public static void main(String[] args) throws Exception {
        // Every call that waits for the disk is made, so that it can be the last one.
        SysrootSettings settings = SysrootSettings.of(Map.of("OSTREE_SYSROOT_DEBUG", "mutable-deployments"));
        HostFixture.deploy(Sysroot.open(Path.of(args[0]), settings, HostFixture.SILENT));
    }
}
