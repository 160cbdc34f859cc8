package org.atomsmith.disk.ova;

/**
 * The operating system in an envelope.
 *
 * @param cimId its number in CIM's list of operating systems
 * @param vmware what VMware calls it
 * @param description for a person
 */
public record GuestSystem(int cimId, String vmware, String description) {
    /** Linux 4 or later on x86-64, as ESXi 6.7 and later know it. */
    public static final GuestSystem LINUX_64 = new GuestSystem(101, "other4xLinux64Guest", "Linux 64-Bit");

    /** Debian 10 or later on x86-64, as ESXi 6.7 and later know it. */
    public static final GuestSystem DEBIAN_64 = new GuestSystem(96, "debian10_64Guest", "Debian 64-Bit");
}
