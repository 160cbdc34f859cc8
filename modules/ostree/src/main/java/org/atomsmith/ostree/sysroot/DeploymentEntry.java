package org.atomsmith.ostree.sysroot;

import java.util.Optional;
import org.atomsmith.ostree.sysroot.boot.BootEntry;
import org.atomsmith.ostree.sysroot.boot.BootVersion;
import org.atomsmith.ostree.sysroot.boot.KernelArguments;

/** Makes boot entries of deployments, as libostree writes them. */
public final class DeploymentEntry {
    private DeploymentEntry() {}

    /**
     * The entry of a deployment.
     *
     * @param before the entry that it had, whose other keys are kept
     * @param deployment what boots
     * @param version the version that the entry is written for
     * @param index the deployment's place in the menu, 0 first
     * @param count how many deployments there are
     * @param kernel what its kernel is called
     * @param arguments the kernel's, to which {@code ostree=} is added or in which it is replaced
     * @param title {@link BootEntry#title}
     * @param bootPrefix {@code "/boot"} where {@code /boot} is on the root file system and
     *     {@code sysroot.bootprefix=true}, else empty
     */
    public static BootEntry of(
            BootEntry before,
            Deployment deployment,
            BootVersion version,
            int index,
            int count,
            KernelNames kernel,
            KernelArguments arguments,
            String title,
            String bootPrefix) {
        String directory = bootPrefix + "/" + deployment.bootDirectory() + "/";
        BootEntry entry = before.with("title", title)
                .with("version", Integer.toString(count - index))
                .with("linux", directory + kernel.kernel());
        entry = set(entry, "initrd", kernel.initramfs(), directory);
        entry = set(entry, "devicetree", kernel.devicetree(), directory);
        entry = set(entry, "fdtdir", kernel.devicetreeDirectory(), directory);
        String ostree = deployment.kernelArgument(version);
        KernelArguments options = arguments;
        if (kernel.initramfs().isEmpty()) {
            // Without an initramfs the kernel itself starts what finds the deployment.
            options = options.replace(
                    "init=" + ostree.substring("ostree=".length()) + "/usr/lib/ostree/ostree-prepare-root");
        }
        return entry.with("options", options.replace(ostree).text());
    }

    private static BootEntry set(BootEntry entry, String key, Optional<String> name, String directory) {
        return name.map(n -> entry.with(key, directory + n)).orElseGet(() -> entry.without(key));
    }
}
