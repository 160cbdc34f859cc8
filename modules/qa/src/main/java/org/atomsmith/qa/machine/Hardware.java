package org.atomsmith.qa.machine;

import java.util.List;
import java.util.Optional;

/**
 * What a virtual machine is put together from.
 *
 * @param firmware what boots it
 * @param memoryMib memory in MiB, at least 256
 * @param cpus virtual processors
 * @param drives its drives, in the order in which the firmware tries those that boot
 * @param networkBoot the address of a script or program for iPXE, which DHCP gives to a machine whose drives do not boot; it is
 *     one of QEMU's user network, where 10.0.2.2 is this machine
 */
public record Hardware(Firmware firmware, int memoryMib, int cpus, List<Drive> drives, Optional<String> networkBoot) {
    private static final int USUAL_MEMORY_MIB = 2048;
    private static final int USUAL_CPUS = 2;

    /** Checks the sizes and copies the list. */
    public Hardware {
        if (memoryMib < 256 || cpus < 1) {
            throw new IllegalArgumentException("a machine of " + memoryMib + " MiB and " + cpus + " processors");
        }
        drives = List.copyOf(drives);
    }

    /** 2 GiB of memory, 2 processors and these drives. */
    public static Hardware of(Firmware firmware, Drive... drives) {
        return new Hardware(firmware, USUAL_MEMORY_MIB, USUAL_CPUS, List.of(drives), Optional.empty());
    }

    /** With this much memory, in MiB. */
    public Hardware withMemoryMib(int mib) {
        return new Hardware(firmware, mib, cpus, drives, networkBoot);
    }

    /** Boots what iPXE fetches from this address when no drive boots. */
    public Hardware withNetworkBoot(String address) {
        return new Hardware(firmware, memoryMib, cpus, drives, Optional.of(address));
    }
}
