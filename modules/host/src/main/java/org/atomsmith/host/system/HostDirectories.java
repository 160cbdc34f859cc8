package org.atomsmith.host.system;

import java.nio.file.Path;

/**
 * Where a host keeps what is its own, beside its deployments.
 *
 * @param sysroot the root of its disk, which has {@code /ostree} and {@code /boot}
 * @param root the root of the system that runs
 * @param run its {@code /run}, empty after each boot
 * @param var the {@code /var} of the stateroot, which outlives deployments
 */
public record HostDirectories(Path sysroot, Path root, Path run, Path var) {

    /** What the host remembers: {@code /var/lib/atomsmith}. */
    public Path state() {
        return var.resolve("lib/atomsmith");
    }

    /** What the host knows until it boots again: {@code /run/atomsmith}. */
    public Path runState() {
        return run.resolve("atomsmith");
    }

    /** The administrator's settings: {@code /etc/atomsmith}. */
    public Path configuration() {
        return root.resolve("etc/atomsmith");
    }

    /** The image's settings, which the administrator's win over: {@code /usr/lib/atomsmith}. */
    public Path defaults() {
        return root.resolve("usr/lib/atomsmith");
    }
}
