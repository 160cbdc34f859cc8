package org.atomsmith.ostree.sysroot.boot;

/**
 * Which of its two places a sysroot boots from, and which of the two sets of links there is in use.
 *
 * @param boot 0 or 1: {@code /boot/loader -> loader.<boot>}; flips when the boot entries change
 * @param sub 0 or 1: {@code /ostree/boot.<boot> -> boot.<boot>.<sub>}; flips when only deployments change
 */
public record BootVersion(int boot, int sub) {

    /** What libostree gives the first deployment of a new sysroot. */
    public static final BootVersion FIRST = new BootVersion(1, 1);

    /** Refuses other numbers. */
    public BootVersion {
        if (boot < 0 || boot > 1 || sub < 0 || sub > 1) {
            throw new IllegalArgumentException("a boot version is 0 or 1, not " + boot + "." + sub);
        }
    }

    /** {@code boot.<boot>}: a link in {@code /ostree} to {@link #linkDirectory}. */
    public String link() {
        return "boot." + boot;
    }

    /** {@code boot.<boot>.<sub>}: a directory in {@code /ostree}. */
    public String linkDirectory() {
        return "boot." + boot + "." + sub;
    }

    /** {@code loader.<boot>}: a directory in {@code /boot}, to which {@code loader} links. */
    public String loader() {
        return "loader." + boot;
    }
}
