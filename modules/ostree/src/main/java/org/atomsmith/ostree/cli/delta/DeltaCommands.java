package org.atomsmith.ostree.cli.delta;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Group;

/** {@code ostree static-delta}: Commands on static deltas. */
public final class DeltaCommands implements Group {
    @Override
    public List<String> path() {
        return List.of("static-delta");
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public Optional<Command> command(String name) {
        return Optional.empty();
    }
}
