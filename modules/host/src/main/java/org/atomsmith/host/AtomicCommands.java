package org.atomsmith.host;

import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.CompletionCommand;
import org.atomsmith.host.command.Group;
import org.atomsmith.host.command.Node;

/** The words after {@code atomic}. */
public final class AtomicCommands implements Group {

    @Override
    public String summary() {
        return "Manage this atomic host";
    }

    @Override
    public List<String> names() {
        return List.of("host", "completion");
    }

    @Override
    public Optional<Node> find(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "host" -> new HostCommands();
                    case "completion" -> new CompletionCommand("atomic", this);
                    default -> null;
                });
    }
}
