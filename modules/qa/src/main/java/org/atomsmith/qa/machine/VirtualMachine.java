package org.atomsmith.qa.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.RunningCommand;

/** A running QEMU. It ends when closed, and by the kernel's hand when this process dies in whatever way. */
final class VirtualMachine implements AutoCloseable {
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int TAIL = 65_536;

    /** What the kernel, the initramfs, GRUB and the firmware say when they have given up. */
    private static final List<String> GIVEN_UP = List.of(
            "Kernel panic - not syncing",
            "You are in emergency mode",
            "Entering emergency mode",
            "grub rescue>",
            "No bootable device",
            "No bootable option or device was found",
            "UEFI Interactive Shell");

    private final MachineSpec spec;
    private final RunningCommand qemu;
    private final long begun = System.nanoTime();

    private VirtualMachine(MachineSpec spec, RunningCommand qemu) {
        this.spec = spec;
        this.qemu = qemu;
    }

    static VirtualMachine start(MachineSpec spec, Emulator emulator) throws IOException {
        Optional<Firmware.Ovmf> ovmf =
                spec.hardware().firmware() == Firmware.UEFI ? Optional.of(Firmware.findOvmf()) : Optional.empty();
        return new VirtualMachine(
                spec,
                Command.of(spec.commandLine(emulator, Accelerator.detect(), ovmf))
                        .withEnvironment(emulator.environment())
                        .withErrorsInOutput()
                        .withTimeout(FOREVER)
                        .withDeathOfParent()
                        .start());
    }

    MachineSpec spec() {
        return spec;
    }

    /** Seconds since it was started. */
    double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Why waiting for it is pointless, if it is. */
    Optional<String> trouble() throws IOException {
        Optional<CommandResult> ended = qemu.poll(Duration.ZERO);
        if (ended.isPresent()) {
            return Optional.of("QEMU ended with exit code " + ended.get().exit() + ": "
                    + ended.get().lastLines(5));
        }
        String said = tail(spec.firmwareLog()) + tail(spec.serialLog());
        return GIVEN_UP.stream()
                .filter(said::contains)
                .findFirst()
                .map(words -> "the machine gave up: '" + words + "'");
    }

    /** The last lines on the serial port. */
    String lastSerialLines(int count) {
        try {
            List<String> lines = tail(spec.serialLog())
                    .lines()
                    .map(line -> line.replaceAll("\\e\\[[0-9;?]*[A-Za-z]|[\\p{Cntrl}]", ""))
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (FileChannel file = FileChannel.open(log)) {
            ByteBuffer buffer = ByteBuffer.allocate(TAIL);
            file.read(buffer, Math.max(0, file.size() - TAIL));
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        }
    }

    /** Waits until QEMU ends by itself, at most this long. */
    boolean awaitEnd(Duration limit) throws IOException {
        return qemu.poll(limit).isPresent();
    }

    @Override
    public void close() throws IOException {
        qemu.terminate();
        qemu.poll(GRACE);
        qemu.close();
    }
}
