package org.atomsmith.cli.build;

import java.nio.file.Path;
import org.atomsmith.qa.machine.BootRequest;
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

    Path image() {
        return image;
    }

    BootRequest request() {
        return BootRequest.of(image).withFirmware(Firmware.parse(firmware)).withMemoryMib(memory);
    }
}
