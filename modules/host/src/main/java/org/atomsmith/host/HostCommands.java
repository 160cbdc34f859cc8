package org.atomsmith.host;

import java.util.List;
import java.util.Optional;
import org.atomsmith.host.bootloader.BootloaderCommands;
import org.atomsmith.host.bus.StartDaemonCommand;
import org.atomsmith.host.command.Group;
import org.atomsmith.host.command.Node;
import org.atomsmith.host.status.StatusCommand;
import org.jspecify.annotations.Nullable;

/**
 * The words after {@code atomic host}, or after {@code rpm-ostree}. A new command is a name in the list, for the help,
 * and a line below, which loads its class only when it is named.
 */
final class HostCommands implements Group {
    private static final List<String> NAMES = List.of("status", "bootloader", "start-daemon");

    @Override
    public String summary() {
        return "Update this system as a unit, and go back when an update was a mistake";
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public Optional<Node> find(String name) {
        return Optional.ofNullable(node(name));
    }

    private static @Nullable Node node(String name) {
        return switch (name) {
            case "status" -> new StatusCommand();
            case "bootloader" -> new BootloaderCommands();
            case "start-daemon" -> new StartDaemonCommand();
            default -> null;
        };
    }
}
