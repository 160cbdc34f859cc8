package org.atomsmith.host.packages;

import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Group;
import org.atomsmith.host.command.Node;

/** The words after {@code atomic host db}. */
public final class DbCommands implements Group {

    @Override
    public String summary() {
        return "Show the packages of commits, and how they differ";
    }

    @Override
    public List<String> names() {
        return List.of("diff", "list");
    }

    @Override
    public Optional<Node> find(String name) {
        return switch (name) {
            case "diff" -> Optional.of(new DbDiffCommand());
            case "list" -> Optional.of(new DbListCommand());
            default -> Optional.empty();
        };
    }
}
