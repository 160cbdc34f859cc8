package org.atomsmith.ostree.sysroot;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an engine treats systems, from its environment rather than from the system's own configuration.
 *
 * @param mutableDeployments deployments are not made immutable ({@code OSTREE_SYSROOT_DEBUG=mutable-deployments})
 * @param xattrs extended attributes of {@code /etc} are carried along (not with {@code no-xattrs})
 * @param devicetrees device trees are installed (not with {@code no-dtb})
 * @param testFreeze the freeze of {@code /boot} is begun, left to its watchdog, and given up ({@code test-fifreeze})
 * @param earlyPrune a full {@code /boot} is emptied of what goes anyway (not with
 *     {@code OSTREE_SYSROOT_OPTS=no-early-prune})
 * @param sync the disk is waited for (not with {@code skip-sync}: only where the whole system is thrown away on failure)
 * @param grubGenerator a program for {@code grub2-mkconfig} ({@code OSTREE_GRUB2_EXEC})
 * @param root the running system's root, to find out which deployment is booted
 * @param run the running system's {@code /run}
 */
public record SysrootSettings(
        boolean mutableDeployments,
        boolean xattrs,
        boolean devicetrees,
        boolean testFreeze,
        boolean earlyPrune,
        boolean sync,
        Optional<String> grubGenerator,
        Path root,
        Path run) {

    /** The settings of an environment without variables. */
    public static final SysrootSettings DEFAULT = of(Map.of());

    /** The settings of an environment. */
    public static SysrootSettings of(Map<String, String> environment) {
        Set<String> debug = words(environment.getOrDefault("OSTREE_SYSROOT_DEBUG", ""));
        Set<String> options = words(environment.getOrDefault("OSTREE_SYSROOT_OPTS", ""));
        return new SysrootSettings(
                debug.contains("mutable-deployments"),
                !debug.contains("no-xattrs"),
                !debug.contains("no-dtb"),
                debug.contains("test-fifreeze"),
                !options.contains("no-early-prune"),
                !options.contains("skip-sync"),
                Optional.ofNullable(environment.get("OSTREE_GRUB2_EXEC")),
                Path.of("/"),
                Path.of("/run"));
    }

    /** These settings for a system that runs from another root. */
    public SysrootSettings withHost(Path hostRoot, Path hostRun) {
        return new SysrootSettings(
                mutableDeployments,
                xattrs,
                devicetrees,
                testFreeze,
                earlyPrune,
                sync,
                grubGenerator,
                hostRoot,
                hostRun);
    }

    private static Set<String> words(String text) {
        return Set.copyOf(java.util.Arrays.asList(text.split("[,:; ]+")));
    }
}
