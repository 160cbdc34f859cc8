package org.atomsmith.disk.vagrant;

import java.util.Locale;
import java.util.UUID;
import org.atomsmith.disk.ova.Firmware;

/**
 * The virtual machine that a box becomes.
 *
 * @param name of the machine in the envelope of a VirtualBox box: letters, digits, {@code . _ -}
 * @param cpus 1 or more
 * @param memoryMib memory in MiB
 * @param firmware what starts it
 * @param id identifies the disk's content; the network address of a VirtualBox box derives from it
 * @param architecture as Vagrant calls it: {@code amd64}, {@code arm64}
 * @param time of last change of the files in the box, in seconds since 1970
 */
public record BoxMachine(
        String name, int cpus, int memoryMib, Firmware firmware, UUID id, String architecture, long time) {

    /** The Ethernet address, with VirtualBox's prefix, as a Vagrantfile has it. */
    String ethernetAddress() {
        return String.format(
                Locale.ROOT, "080027%06X", (id.getMostSignificantBits() ^ id.getLeastSignificantBits()) & 0xFFFFFF);
    }
}
