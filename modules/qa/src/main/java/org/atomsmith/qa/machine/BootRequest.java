package org.atomsmith.qa.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What to boot, and how.
 *
 * @param image a disk image in any format that QEMU reads; never written
 * @param emulator what runs its machine
 * @param firmware what boots it
 * @param memoryMib the machine's memory in MiB
 * @param cpus its processors
 * @param diskBytes the size of its disk, if that is more than the image's
 * @param hostName the name that the seed gives it
 * @param user the account that the seed makes
 * @param sshKeys public keys that open it, beside the machine's own
 * @param sshPort the port on 127.0.0.1 that leads to its ssh server; any free one when empty
 * @param scratch the directory under which the machine's files are made, and from which they vanish
 */
public record BootRequest(
        Path image,
        Emulator emulator,
        Firmware firmware,
        int memoryMib,
        int cpus,
        long diskBytes,
        String hostName,
        String user,
        List<String> sshKeys,
        OptionalInt sshPort,
        Path scratch) {
    private static final long GIB = 1L << 30;

    /** Copies the list. */
    public BootRequest {
        sshKeys = List.copyOf(sshKeys);
    }

    /** An image in a machine of 2 GiB of memory, 2 processors and an 8 GiB disk, with BIOS. */
    public static BootRequest of(Path image, Emulator emulator) {
        return new BootRequest(
                image,
                emulator,
                Firmware.BIOS,
                2048,
                2,
                8 * GIB,
                "judged",
                "core",
                List.of(),
                OptionalInt.empty(),
                largeScratch());
    }

    /** With this firmware. */
    public BootRequest withFirmware(Firmware other) {
        return new BootRequest(
                image, emulator, other, memoryMib, cpus, diskBytes, hostName, user, sshKeys, sshPort, scratch);
    }

    /** With this much memory, in MiB. */
    public BootRequest withMemoryMib(int mib) {
        return new BootRequest(
                image, emulator, firmware, mib, cpus, diskBytes, hostName, user, sshKeys, sshPort, scratch);
    }

    /** With these public keys. */
    public BootRequest withSshKeys(List<String> keys) {
        return new BootRequest(
                image, emulator, firmware, memoryMib, cpus, diskBytes, hostName, user, keys, sshPort, scratch);
    }

    /** With this ssh port on 127.0.0.1. */
    public BootRequest withSshPort(int port) {
        return new BootRequest(
                image,
                emulator,
                firmware,
                memoryMib,
                cpus,
                diskBytes,
                hostName,
                user,
                sshKeys,
                OptionalInt.of(port),
                scratch);
    }

    /** With the machine's files under this directory. */
    public BootRequest withScratch(Path directory) {
        return new BootRequest(
                image, emulator, firmware, memoryMib, cpus, diskBytes, hostName, user, sshKeys, sshPort, directory);
    }

    /** A guest writes gigabytes: {@code /var/tmp} is on a disk where {@code /tmp} may be in memory. */
    private static Path largeScratch() {
        Path large = Path.of("/var/tmp");
        return Files.isWritable(large) ? large : Path.of(System.getProperty("java.io.tmpdir"));
    }
}
