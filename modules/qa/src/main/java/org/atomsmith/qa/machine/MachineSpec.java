package org.atomsmith.qa.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A virtual machine: a PC with user-mode networking, its ssh port on this machine's loopback, and the files through which it is
 * watched.
 *
 * @param hardware what it is put together from
 * @param variables of UEFI, the machine's own variable store
 * @param sshPort the port on 127.0.0.1 that leads to the guest's port 22
 * @param serialLog the file that takes the first serial port's output
 * @param serial the socket on which the first serial port takes what is typed ({@link SerialConsole})
 * @param firmwareLog the file that takes SeaBIOS's messages
 * @param monitor the socket on which QEMU takes orders ({@link Monitor})
 */
record MachineSpec(
        Hardware hardware,
        Optional<Path> variables,
        int sshPort,
        Path serialLog,
        Path serial,
        Path firmwareLog,
        Path monitor) {

    MachineSpec {
        if (sshPort < 1 || sshPort > 65_535) {
            throw new IllegalArgumentException("a machine with ssh on port " + sshPort);
        }
    }

    /** The command line that starts it. */
    List<String> commandLine(Emulator emulator, Accelerator accelerator, Optional<Firmware.Ovmf> ovmf) {
        List<String> q = new ArrayList<>(emulator.command());
        q.addAll(List.of("-machine", "q35"));
        q.addAll(accelerator.arguments(emulator.major()));
        q.addAll(List.of("-smp", Integer.toString(hardware.cpus()), "-m", Integer.toString(hardware.memoryMib())));
        q.addAll(List.of("-display", "none", "-nodefaults", "-no-user-config"));
        q.addAll(List.of(
                "-chardev",
                "socket,id=serial,path=" + Drive.escape(serial) + ",server=on,wait=off,logfile="
                        + Drive.escape(serialLog)));
        q.addAll(List.of("-serial", "chardev:serial"));
        q.addAll(List.of("-chardev", "file,id=firmware,path=" + Drive.escape(firmwareLog)));
        q.addAll(List.of("-device", "isa-debugcon,iobase=0x402,chardev=firmware"));
        q.addAll(List.of("-qmp", "unix:" + Drive.escape(monitor) + ",server=on,wait=off"));
        int place = 0;
        for (Drive drive : hardware.drives()) {
            q.addAll(drive.arguments(place++));
        }
        q.addAll(network(place));
        q.addAll(List.of("-device", "virtio-rng-pci"));
        ovmf.ifPresent(files -> {
            q.addAll(List.of("-drive", "if=pflash,format=raw,readonly=on,file=" + Drive.escape(files.code())));
            variables.ifPresent(
                    store -> q.addAll(List.of("-drive", "if=pflash,format=raw,file=" + Drive.escape(store))));
        });
        return q;
    }

    /** Without its boot program, unless it is to boot: the firmware would wait for it. */
    private List<String> network(int place) {
        String card = "virtio-net-pci,netdev=net,";
        return List.of(
                "-netdev",
                "user,id=net,hostfwd=tcp:127.0.0.1:" + sshPort + "-:22"
                        + hardware.networkBoot()
                                .map(address -> ",bootfile=" + address)
                                .orElse(""),
                "-device",
                card + (hardware.networkBoot().isPresent() ? "bootindex=" + place : "romfile="));
    }
}
