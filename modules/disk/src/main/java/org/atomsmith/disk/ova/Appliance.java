package org.atomsmith.disk.ova;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The virtual machine that an envelope describes.
 *
 * @param name of the machine, and of the files in the archive: letters, digits, {@code . _ -}
 * @param product what it is, for a person
 * @param vendor whose it is, for a person; may be empty
 * @param version of the product; may be empty
 * @param guest the operating system
 * @param hardwareVersion VMware's number: 15 for ESXi 6.7 U2 and later
 * @param cpus 1 or more
 * @param memoryMib memory in MiB
 * @param firmware what starts it
 * @param controller what the disk is attached to
 * @param network the network adapter
 * @param properties what may be set when it is deployed
 */
public record Appliance(
        String name,
        String product,
        String vendor,
        String version,
        GuestSystem guest,
        int hardwareVersion,
        int cpus,
        int memoryMib,
        Firmware firmware,
        DiskController controller,
        NetworkAdapter network,
        List<Property> properties) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

    /** Checks the name and the numbers. */
    public Appliance {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' cannot be the name of an appliance: up to 80 letters, digits, '.', '_' and '-' are needed");
        }
        if (cpus < 1 || memoryMib < 1 || hardwareVersion < 1) {
            throw new IllegalArgumentException("an appliance cannot have " + cpus + " processors, " + memoryMib
                    + " MiB of memory and hardware version " + hardwareVersion);
        }
        properties = List.copyOf(properties);
    }

    /**
     * A machine with two processors, 2 GiB of memory, hardware that ESXi, Workstation and VirtualBox have, and cloud-init's
     * properties.
     */
    public static Appliance of(String name, String product, String version, Firmware firmware) {
        return new Appliance(
                name,
                product,
                "",
                version,
                GuestSystem.LINUX_64,
                15,
                2,
                2048,
                firmware,
                DiskController.SATA,
                NetworkAdapter.E1000,
                Property.CLOUD_INIT);
    }
}
