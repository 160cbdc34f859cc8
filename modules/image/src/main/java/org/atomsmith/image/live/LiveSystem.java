package org.atomsmith.image.live;

import java.util.List;
import java.util.UUID;
import org.atomsmith.disk.tree.ContentSource;

/**
 * What a live medium takes from a host beside the image of its disk.
 *
 * @param title what the menu calls it
 * @param volume the medium's name: 1 to 32 capitals, digits and {@code _}
 * @param timestamp seconds since 1970, for the medium and all files on it
 * @param id tells this medium from others that are in the machine
 * @param guid the medium's own GUID when it is a USB stick
 * @param espGuid the GUID of its EFI system partition
 * @param liveGuid the GUID of the partition that holds the file system
 * @param serial the serial number of the EFI system partition's file system
 * @param kernel the host's kernel
 * @param initramfs the host's initramfs, which has the drivers of CDs, loops, squashfs and overlays
 * @param loader GRUB
 * @param arguments of the kernel: the deployment's {@code ostree=} and whatever the host asks for, but no {@code root=}
 */
public record LiveSystem(
        String title,
        String volume,
        long timestamp,
        String id,
        UUID guid,
        UUID espGuid,
        UUID liveGuid,
        int serial,
        ContentSource kernel,
        ContentSource initramfs,
        Loader loader,
        List<String> arguments) {

    /**
     * GRUB's images; the arrays are not to be changed.
     *
     * @param cdBootImg {@code cdboot.img}
     * @param hybridImg {@code boot_hybrid.img}
     * @param coreImg {@code core.img}
     * @param efi the UEFI program
     */
    public record Loader(byte[] cdBootImg, byte[] hybridImg, byte[] coreImg, byte[] efi) {}

    /** Takes a copy. */
    public LiveSystem {
        arguments = List.copyOf(arguments);
    }
}
