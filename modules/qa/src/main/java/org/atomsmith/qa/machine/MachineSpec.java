package org.atomsmith.qa.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A virtual machine: a PC with virtio devices, user-mode networking, and its ssh port on this machine's loopback.
 *
 * @param disk the qcow2 file that it boots from and writes to
 * @param seed the NoCloud seed, a raw image
 * @param firmware what boots it
 * @param variables of UEFI, the machine's own variable store
 * @param memoryMib memory in MiB, at least 256
 * @param cpus virtual processors
 * @param sshPort the port on 127.0.0.1 that leads to the guest's port 22
 * @param serialLog the file that takes the first serial port's output
 * @param firmwareLog the file that takes SeaBIOS's messages
 * @param monitor the socket on which QEMU takes orders ({@link Monitor})
 */
record MachineSpec(
        Path disk,
        Path seed,
        Firmware firmware,
        Optional<Path> variables,
        int memoryMib,
        int cpus,
        int sshPort,
        Path serialLog,
        Path firmwareLog,
        Path monitor) {

    MachineSpec {
        if (memoryMib < 256 || cpus < 1 || sshPort < 1 || sshPort > 65_535) {
            throw new IllegalArgumentException(
                    "a machine of " + memoryMib + " MiB and " + cpus + " processors with ssh on port " + sshPort);
        }
    }

    /** The command line that starts it. */
    List<String> commandLine(Emulator emulator, Accelerator accelerator, Optional<Firmware.Ovmf> ovmf) {
        List<String> q = new ArrayList<>(emulator.command());
        q.addAll(List.of("-machine", "q35"));
        q.addAll(accelerator.arguments(emulator.major()));
        q.addAll(List.of("-smp", Integer.toString(cpus), "-m", Integer.toString(memoryMib)));
        q.addAll(List.of("-display", "none", "-nodefaults", "-no-user-config"));
        q.addAll(List.of("-chardev", "file,id=serial,path=" + escape(serialLog), "-serial", "chardev:serial"));
        q.addAll(List.of("-chardev", "file,id=firmware,path=" + escape(firmwareLog)));
        q.addAll(List.of("-device", "isa-debugcon,iobase=0x402,chardev=firmware"));
        q.addAll(List.of("-qmp", "unix:" + escape(monitor) + ",server=on,wait=off"));
        // cache=unsafe: the disk is thrown away, so a guest's flush need not reach this machine's disk.
        q.addAll(drive("disk", disk, "qcow2,cache=unsafe,discard=unmap", "virtio-blk-pci,drive=disk,bootindex=0"));
        q.addAll(drive("seed", seed, "raw,readonly=on", "virtio-blk-pci,drive=seed"));
        q.addAll(List.of("-netdev", "user,id=net,hostfwd=tcp:127.0.0.1:" + sshPort + "-:22"));
        q.addAll(List.of("-device", "virtio-net-pci,netdev=net,romfile=", "-device", "virtio-rng-pci"));
        ovmf.ifPresent(files -> {
            q.addAll(List.of("-drive", "if=pflash,format=raw,readonly=on,file=" + escape(files.code())));
            variables.ifPresent(store -> q.addAll(List.of("-drive", "if=pflash,format=raw,file=" + escape(store))));
        });
        return q;
    }

    private static List<String> drive(String id, Path file, String format, String device) {
        return List.of("-drive", "if=none,id=" + id + ",file=" + escape(file) + ",format=" + format, "-device", device);
    }

    /** QEMU separates options by commas; a comma in a value is doubled. */
    private static String escape(Path path) {
        return path.toString().replace(",", ",,");
    }
}
