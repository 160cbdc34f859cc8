package org.atomsmith.host.layer;

import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Group;
import org.atomsmith.host.command.Node;

/** {@code atomic host override}: packages of the image that are left out or exchanged. */
public final class OverrideCommands implements Group {

    @Override
    public String summary() {
        return "Leave packages of the image out, or exchange them";
    }

    @Override
    public List<String> names() {
        return List.of("remove", "replace", "reset", "list");
    }

    @Override
    public Optional<Node> find(String name) {
        return switch (name) {
            case "remove" -> Optional.of(new OverrideRemoveCommand());
            case "replace" -> Optional.of(new OverrideReplaceCommand());
            case "reset" -> Optional.of(new OverrideResetCommand());
            case "list" -> Optional.of(new OverrideListCommand());
            default -> Optional.empty();
        };
    }
}
