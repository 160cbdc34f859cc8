package org.atomsmith.host.bootloader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.atomsmith.disk.gpt.BiosBoot;
import org.atomsmith.disk.gpt.Gpt;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.host.system.HostException;

/**
 * GRUB for BIOS. Its core image begins in one of two halves of the BIOS boot partition, and sector 0 says which. An update
 * writes the other half and then sector 0: one sector, so the machine boots the old one or the new one, and the old one
 * stays as the fallback that the next update replaces.
 */
final class BiosLoader {
    private static final int KERNEL_SECTOR = 0x5c;
    private static final int BOOT_CODE_BYTES = 0x1b8;

    private final BootDisk disk;
    private final byte[] bootImage;
    private final byte[] coreImage;

    /** The loader of a disk, and what the image has for it. */
    BiosLoader(BootDisk disk, byte[] bootImage, byte[] coreImage) {
        this.disk = disk;
        this.bootImage = bootImage;
        this.coreImage = coreImage;
    }

    LoaderState state() throws IOException {
        Optional<Partition> partition = disk.partition(PartitionType.BIOS_BOOT);
        if (partition.isEmpty()) {
            return new LoaderState("bios", LoaderState.State.ABSENT, "the disk has no BIOS boot partition");
        }
        long at = begin();
        String where = disk.device() + ", sector " + at;
        return new LoaderState(
                "bios",
                holds(partition.get(), at) && isCurrent(at) ? LoaderState.State.CURRENT : LoaderState.State.DIFFERENT,
                where);
    }

    /** Replaces it; returns whether there was anything to do. */
    boolean update() throws IOException {
        Optional<Partition> partition = disk.partition(PartitionType.BIOS_BOOT);
        if (partition.isEmpty() || state().state() == LoaderState.State.CURRENT) {
            return false;
        }
        long half = partition.get().sectors() / 2;
        long first = partition.get().firstLba();
        long next = begin() == first ? first + half : first;
        BiosBoot boot = new BiosBoot(bootImage, coreImage, next);
        byte[] core = boot.core();
        if (core.length > half * Gpt.SECTOR) {
            throw new HostException("GRUB's image of " + core.length + " bytes does not fit into half of the BIOS boot "
                    + "partition, " + half * Gpt.SECTOR + " bytes; nothing was changed");
        }
        disk.write(next, core);
        byte[] sector = disk.sectors(0, 1);
        System.arraycopy(boot.bootCode(), 0, sector, 0, BOOT_CODE_BYTES);
        disk.write(0, sector);
        return true;
    }

    /** The sector that sector 0 loads. */
    private long begin() throws IOException {
        return ByteBuffer.wrap(disk.sectors(0, 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(KERNEL_SECTOR);
    }

    private boolean isCurrent(long at) throws IOException {
        BiosBoot boot = new BiosBoot(bootImage, coreImage, at);
        byte[] core = boot.core();
        return Arrays.equals(core, disk.sectors(at, core.length / Gpt.SECTOR))
                && Arrays.equals(boot.bootCode(), Arrays.copyOf(disk.sectors(0, 1), BOOT_CODE_BYTES));
    }

    private static boolean holds(Partition partition, long at) {
        return at >= partition.firstLba() && at <= partition.lastLba();
    }
}
