package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.atomsmith.cli.emulator.EmulatorChoice;
import org.atomsmith.event.EventSink;
import org.atomsmith.qa.machine.BootRequest;
import org.atomsmith.qa.machine.Emulator;
import org.atomsmith.qa.machine.Firmware;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The image to boot, and the machine to boot it in. */
final class MachineOptions {
    @Parameters(paramLabel = "IMAGE", description = "A disk image; it is never written.")
    private Path image = Path.of("");

    @Option(names = "--firmware", paramLabel = "NAME", description = "bios (default) or uefi.")
    private String firmware = "bios";

    @Option(names = "--memory", paramLabel = "MIB", description = "The machine's memory in MiB (default: 2048).")
    private int memory = 2048;

    @Option(names = "--offline", description = "Do not fetch a newer QEMU where this machine's is slow.")
    private boolean offline;

    Path image() {
        return image;
    }

    /** What to boot, with the QEMU that the environment leads to. */
    BootRequest request(Map<String, String> environment, EventSink events) throws IOException {
        Emulator emulator = new EmulatorChoice(environment, offline).choose(events);
        return BootRequest.of(image, emulator)
                .withFirmware(Firmware.parse(firmware))
                .withMemoryMib(memory);
    }
}
