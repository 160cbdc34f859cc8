package org.atomsmith.ostree.sysroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.LinuxFiles;

/** A running host whose {@code /boot} is a small file system of its own, which upgrades. */
final class SmallBootHost {
    private SmallBootHost() {}

    /** Arguments: the system, and a directory for {@code /run}. Prints what it was told, and what boots in the end. */
    public static void main(String[] args) throws IOException {
        Path sysroot = Path.of(args[0]);
        Path run = Path.of(args[1]);
        SysrootState state =
                Sysroot.open(sysroot, HostFixture.SETTINGS, HostFixture.SILENT).state();
        // The first of the two is not the one that runs: it can go.
        Path root = sysroot.resolve(state.deployments().getLast().deployment().path());
        for (String name : new String[] {"sysroot", "boot"}) {
            Files.delete(root.resolve(name));
            Path target = name.equals("boot") ? sysroot.resolve("boot") : sysroot;
            LinuxFiles.symlink(target.toString(), root.resolve(name));
        }
        Files.createDirectories(run);
        Files.write(run.resolve("ostree-booted"), new byte[0]);
        Sysroot running = Sysroot.open(
                root, HostFixture.SETTINGS.withHost(root, run), line -> System.out.println("told: " + line));
        try {
            HostFixture.deploy(running);
        } catch (IOException e) {
            System.out.println("failed: " + e.getMessage());
        }
        System.out.println("boots: " + HostFixture.bootable(sysroot));
    }
}
