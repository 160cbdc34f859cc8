package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.List;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.linux.Namespaces;
import org.atomsmith.linux.OwnMounts;
import org.atomsmith.ostree.cli.admin.WritableHost;
import org.atomsmith.ostree.cli.command.Call;

/**
 * Scriptlets run in mounts that nobody else sees. On a running host a change is made in such mounts anyway; where it is
 * not, as on the disk of another system, the command runs again in mounts of its own.
 */
public final class LayerMounts {
    private static final OwnMounts MOUNTS = new OwnMounts("ATOMSMITH_LAYER_MOUNTS", List.of());

    private LayerMounts() {}

    /** The host, to read the packages of its image: to read those, its repository is opened for writing too. */
    static Host open(Call call) throws IOException {
        HostChange.requireRoot();
        rerun(call);
        Host host = Host.of(call);
        WritableHost.rerun(call, host.sysroot());
        return host;
    }

    /** Does nothing where scriptlets can run; else this is the end of the first run. */
    public static void rerun(Call call) throws IOException {
        Namespaces own = Namespaces.current();
        if (!own.canBuildTrees() && own.uid() == 0 && !MOUNTS.isSecondRun(call.environment())) {
            call.out().flush();
            MOUNTS.rerun();
        }
    }
}
