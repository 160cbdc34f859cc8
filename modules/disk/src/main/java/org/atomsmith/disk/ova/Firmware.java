package org.atomsmith.disk.ova;

/** What starts a virtual machine. */
public enum Firmware {
    /** The old firmware of PCs. */
    BIOS,
    /** UEFI, without Secure Boot. */
    EFI
}
