package org.atomsmith.host.bootloader;

import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Group;
import org.atomsmith.host.command.Node;

/** {@code atomic host bootloader}. */
public final class BootloaderCommands implements Group {

    @Override
    public String summary() {
        return "Look at the boot loader on the disk, or replace it with the image's";
    }

    @Override
    public List<String> names() {
        return List.of("status", "update");
    }

    @Override
    public Optional<Node> find(String name) {
        return switch (name) {
            case "status" -> Optional.of(new BootloaderStatusCommand());
            case "update" -> Optional.of(new BootloaderUpdateCommand());
            default -> Optional.empty();
        };
    }
}
