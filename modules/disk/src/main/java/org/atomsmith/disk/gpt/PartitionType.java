package org.atomsmith.disk.gpt;

import java.util.UUID;

/** Partition types that an atomic host uses (Discoverable Partitions Specification). */
public enum PartitionType {
    /** Where GRUB's core image lies for BIOS machines. */
    BIOS_BOOT("21686148-6449-6e6f-744e-656564454649"),
    /** The EFI system partition. */
    ESP("c12a7328-f81f-11d2-ba4b-00a0c93ec93b"),
    /** The extended boot loader partition. */
    XBOOTLDR("bc13c2ff-59e6-4262-a352-b275fd6f7172"),
    /** The root of an x86-64 machine. */
    ROOT_X86_64("4f68bce3-e8cd-4db1-96e7-fbcaf984b709"),
    /** The root of a 64-bit ARM machine. */
    ROOT_ARM64("b921b045-1df0-41c3-af44-4c6f280d3fae"),
    /** {@code /usr} of an x86-64 machine. */
    USR_X86_64("8484680c-9521-48c6-9c11-b0720656f69e"),
    /** {@code /var}. */
    VAR("4d21b016-b534-45c2-a9fb-5c16e091fd2d"),
    /** Any other Linux file system. */
    LINUX("0fc63daf-8483-4772-8e79-3d69d8477de4");

    private final UUID guid;

    PartitionType(String guid) {
        this.guid = UUID.fromString(guid);
    }

    /** The type's GUID. */
    public UUID guid() {
        return guid;
    }
}
