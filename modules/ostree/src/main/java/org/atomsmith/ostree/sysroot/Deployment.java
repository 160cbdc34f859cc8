package org.atomsmith.ostree.sysroot;

import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.EntryName;
import org.atomsmith.ostree.sysroot.boot.BootTries;
import org.atomsmith.ostree.sysroot.boot.BootVersion;

/**
 * A commit laid out on a host, ready to boot, and where its parts are. Paths are relative to the sysroot's root, without
 * a slash in front.
 *
 * @param stateroot the operating system's name, which owns a {@code /var} ("osname")
 * @param commit what is deployed
 * @param deploySerial counts deployments of the same commit in the stateroot, from 0
 * @param bootChecksum of kernel and initramfs: {@link KernelLayout#bootChecksum}
 * @param bootSerial counts deployments with the same boot checksum, from 0
 */
public record Deployment(String stateroot, Checksum commit, int deploySerial, Checksum bootChecksum, int bootSerial) {

    /** Refuses a name that is no directory entry, and negative serials. */
    public Deployment {
        if (!EntryName.isValid(stateroot) || deploySerial < 0 || bootSerial < 0) {
            throw new IllegalArgumentException(
                    "stateroot '" + stateroot + "', serials " + deploySerial + " and " + bootSerial);
        }
    }

    /** {@code <commit>.<serial>}. */
    public String name() {
        return commit.hex() + "." + deploySerial;
    }

    /** {@code <stateroot>/<commit>.<serial>}: unlike {@link #name}, the only one on its system. */
    public String qualifiedName() {
        return stateroot + "/" + name();
    }

    /** The trial of this deployment as the new default, with all its tries; not begun yet. */
    public BootTries trial() {
        return BootTries.of(stateroot, name(), bootChecksum.hex());
    }

    /** The directory of the stateroot: {@code ostree/deploy/<stateroot>}. */
    public String staterootPath() {
        return "ostree/deploy/" + stateroot;
    }

    /** The stateroot's {@code /var}, shared by its deployments. */
    public String varPath() {
        return staterootPath() + "/var";
    }

    /** The root of the deployed tree. */
    public String path() {
        return staterootPath() + "/deploy/" + name();
    }

    /** The file that says where the deployment came from. */
    public String originPath() {
        return path() + ".origin";
    }

    /** libostree's private directory beside the deployment (since 2024.8), mode 0700. */
    public String backingPath() {
        return staterootPath() + "/backing/" + name();
    }

    /** The link through which the initramfs finds the deployment. */
    public String bootLinkPath(BootVersion version) {
        return "ostree/" + version.linkDirectory() + "/" + stateroot + "/" + bootChecksum.hex() + "/" + bootSerial;
    }

    /** What the link holds. */
    public String bootLinkTarget() {
        return "../../../deploy/" + stateroot + "/deploy/" + name();
    }

    /** The kernel argument that names the link: {@code ostree=/ostree/boot.1/<stateroot>/<boot checksum>/0}. */
    public String kernelArgument(BootVersion version) {
        return "ostree=/ostree/" + version.link() + "/" + stateroot + "/" + bootChecksum.hex() + "/" + bootSerial;
    }

    /** The directory of kernel and initramfs, below {@code /boot}: {@code ostree/<stateroot>-<boot checksum>}. */
    public String bootDirectory() {
        return "ostree/" + stateroot + "-" + bootChecksum.hex();
    }

    /** The ref that keeps the commit from being pruned: {@code ostree/<boot>/<sub>/<index>}. */
    public static String ref(BootVersion version, int index) {
        return "ostree/" + version.boot() + "/" + version.sub() + "/" + index;
    }
}
