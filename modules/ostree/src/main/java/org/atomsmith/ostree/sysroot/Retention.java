package org.atomsmith.ostree.sysroot;

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
}
