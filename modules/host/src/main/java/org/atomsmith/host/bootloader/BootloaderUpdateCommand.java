package org.atomsmith.host.bootloader;

import java.io.IOException;
import java.util.List;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.ostree.cli.command.Call;

/** {@code atomic host bootloader update}: installs the image's boot loader. */
final class BootloaderUpdateCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", "Install the boot loader that the image brings", "bootloader update")
                .withDescription("""
                        Upgrades leave the boot loader alone. Each part is replaced so that a power cut leaves one that
                        boots; the one before stays on the disk: for BIOS in the other half of its partition, for UEFI
                        as BOOTX64.OLD.EFI, which the firmware's menu can start.""");
    }

    @Override
    public int run(Call call) throws IOException {
        return HostChange.run(call, "bootloader update", host -> {
            List<String> done = BootloaderStatusCommand.loader(host).update();
            call.out()
                    .println(
                            done.isEmpty()
                                    ? "The boot loader on the disk is the image's already."
                                    : "Replaced: " + String.join(", ", done) + ". The next boot uses it.");
            return ExitCode.DONE;
        });
    }
}
