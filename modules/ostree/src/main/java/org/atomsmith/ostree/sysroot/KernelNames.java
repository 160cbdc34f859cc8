package org.atomsmith.ostree.sysroot;

import java.util.Optional;

/**
 * What kernel and initramfs are called in a deployment's boot directory.
 *
 * @param kernel {@code vmlinuz-<release>}
 * @param initramfs {@code initramfs-<release>.img}
 * @param devicetree the one device tree
 * @param devicetreeDirectory a directory of device trees, of which the boot loader chooses
 */
public record KernelNames(
        String kernel, Optional<String> initramfs, Optional<String> devicetree, Optional<String> devicetreeDirectory) {}
