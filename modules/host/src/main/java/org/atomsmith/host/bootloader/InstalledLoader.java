package org.atomsmith.host.bootloader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.host.system.HostException;
import org.atomsmith.linux.Mounts;

/**
 * The boot loader of a host's disk beside the one in its image. Upgrades leave it alone: a deployment changes the menu
 * only, and a broken boot loader could not be rolled back.
 */
public final class InstalledLoader {
    private static final String IMAGE = "usr/lib/atomsmith/boot";

    private final BootDisk disk;
    private final Path boot;
    private final Path image;
    private final Path run;

    /**
     * The boot loader of a disk.
     *
     * @param boot its {@code /boot}
     * @param deployment the root of the deployment that brings the boot loader's files
     * @param run a directory to mount the EFI system partition in, seen by this process alone
     * @throws HostException when the deployment brings none
     */
    public InstalledLoader(BootDisk disk, Path boot, Path deployment, Path run) throws HostException {
        this.disk = disk;
        this.boot = boot;
        this.image = deployment.resolve(IMAGE);
        this.run = run;
        if (!Files.isDirectory(image)) {
            throw new HostException("the deployment has no /" + IMAGE + ": its image brings no boot loader of ours");
        }
    }

    /** Something done to the parts. */
    private interface Visit<T> {
        T visit(BiosLoader bios, Optional<UefiLoader> uefi, MenuFile menu) throws IOException;
    }

    /** How each part compares with the image's. */
    public List<LoaderState> state() throws IOException {
        return with((bios, uefi, menu) -> {
            List<LoaderState> states = new ArrayList<>();
            states.add(bios.state());
            states.add(
                    uefi.isPresent()
                            ? uefi.get().state()
                            : new LoaderState(
                                    "uefi", LoaderState.State.ABSENT, "the disk has no EFI system partition"));
            states.add(menu.state());
            return states;
        });
    }

    /**
     * Copies what the image brings to the disk, each part so that a power cut leaves one that boots.
     *
     * @return the names of the parts that were replaced
     */
    public List<String> update() throws IOException {
        return with((bios, uefi, menu) -> {
            List<String> done = new ArrayList<>();
            // The menu first: the loaders of both interfaces read either.
            if (menu.update()) {
                done.add("menu");
            }
            if (uefi.isPresent() && uefi.get().update()) {
                done.add("uefi");
            }
            if (bios.update()) {
                done.add("bios");
            }
            return done;
        });
    }

    private <T> T with(Visit<T> visit) throws IOException {
        BiosLoader bios = new BiosLoader(
                disk, Files.readAllBytes(image.resolve("boot.img")), Files.readAllBytes(image.resolve("core.img")));
        MenuFile menu = new MenuFile(boot, Files.readAllBytes(image.resolve("grub.cfg")));
        Optional<Partition> esp = disk.partition(PartitionType.ESP);
        if (esp.isEmpty()) {
            return visit.visit(bios, Optional.empty(), menu);
        }
        Path mounted = Files.createDirectories(run.resolve("esp"));
        Mounts.device(disk.node(esp.get()), mounted, "vfat");
        try {
            UefiLoader uefi = new UefiLoader(mounted, Files.readAllBytes(image.resolve("BOOTX64.EFI")));
            return visit.visit(bios, Optional.of(uefi), menu);
        } finally {
            Mounts.unmount(mounted);
        }
    }
}
