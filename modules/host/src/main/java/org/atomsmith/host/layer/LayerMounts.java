package org.atomsmith.host.layer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.Namespaces;
import org.atomsmith.linux.OwnMounts;
import org.atomsmith.ostree.cli.command.Call;

/**
 * Scriptlets run in mounts that nobody else sees. On a running host a change is made in such mounts anyway; where it is
 * not, as on the disk of another system, the command runs again in mounts of its own.
 */
public final class LayerMounts {
    private static final OwnMounts MOUNTS = new OwnMounts("ATOMSMITH_LAYER_MOUNTS", List.of());

    private LayerMounts() {}

    /** The exit code of the second run; empty when none is needed. */
    public static Optional<Integer> rerun(Call call) throws IOException {
        Namespaces own = Namespaces.current();
        if (own.canBuildTrees() || own.uid() != 0 || MOUNTS.isSecondRun(call.environment())) {
            return Optional.empty();
        }
        call.out().flush();
        return Optional.of(MOUNTS.rerun());
    }
}
