package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.ostree.object.Checksum;

/**
 * A system that has two deployments, whose owner changed its configuration, and that has pulled a third commit: when that
 * is deployed, the first deployment has to go.
 *
 * @param old what it boots
 * @param next what it has pulled
 */
record UpdatableHost(Path sysroot, Checksum old, Checksum next) {

    /** Makes one with the boot menu of our disks; the third commit has this kernel, the second has "1". */
    static UpdatableHost create(HostFixture host, String newKernel) throws IOException {
        Path sysroot = host.system("sysroot");
        Files.createDirectories(sysroot.resolve("boot/grub"));
        Files.writeString(sysroot.resolve("boot/grub/grub.cfg"), "source ($root)/boot/loader/grub.cfg\n");
        host.commit("0", "0");
        host.pull(sysroot);
        HostFixture.deploy(open(sysroot));
        Checksum old = host.commit("1", "1");
        host.pull(sysroot);
        InstalledDeployment deployed = HostFixture.deploy(open(sysroot));
        Path etc = sysroot.resolve(deployed.deployment().path()).resolve("etc");
        Files.writeString(etc.resolve("app/main.conf"), "the host's own\n");
        Files.writeString(etc.resolve("added"), "the host's own\n");
        Files.delete(etc.resolve("hosts.deny"));
        Checksum next = host.commit(newKernel, "1");
        host.pull(sysroot);
        return new UpdatableHost(sysroot, old, next);
    }

    private static Sysroot open(Path sysroot) throws IOException {
        return Sysroot.open(sysroot, HostFixture.SETTINGS, HostFixture.SILENT);
    }
}
