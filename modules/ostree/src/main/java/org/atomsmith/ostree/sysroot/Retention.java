package org.atomsmith.ostree.sysroot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a new deployment goes in the boot menu, and what is kept beside it. The one that runs, the one whose
 * configuration was taken over, pinned ones and those of other stateroots always are.
 *
 * @param all everything is kept
 * @param pending what was to boot next is kept
 * @param rollback what could be gone back to is kept
 * @param asDefault the new one comes first; else right after the one that runs
 */
public record Retention(boolean all, boolean pending, boolean rollback, boolean asDefault) {
    /** The new one first, and nothing else kept. */
    public static final Retention DEFAULT = new Retention(false, false, false, true);

    /**
     * The list of what is to boot, with the new deployment in its place.
     *
     * @param merge whose configuration it took over
     */
    List<InstalledDeployment> menu(SysrootState state, InstalledDeployment added, Optional<InstalledDeployment> merge) {
        List<InstalledDeployment> list = new ArrayList<>();
        boolean placed = asDefault;
        if (placed) {
            list.add(added);
        }
        boolean passed = false;
        for (InstalledDeployment other : state.deployments()) {
            boolean booted = state.booted().filter(other::isSame).isPresent();
            boolean merged = merge.filter(other::isSame).isPresent();
            passed = passed || booted || (state.booted().isEmpty() && merged);
            boolean otherSystem =
                    !other.deployment().stateroot().equals(added.deployment().stateroot());
            boolean wanted = all || (passed ? rollback : pending);
            if (wanted || booted || merged || other.pinned() || otherSystem) {
                list.add(other);
            }
            if (passed && !placed) {
                list.add(added);
                placed = true;
            }
        }
        if (!placed) {
            list.add(added);
        }
        return list;
    }
}
