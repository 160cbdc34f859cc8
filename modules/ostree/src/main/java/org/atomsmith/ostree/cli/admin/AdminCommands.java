package org.atomsmith.ostree.cli.admin;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Group;

/** {@code ostree admin}: Commands on a system made of deployments. */
public final class AdminCommands implements Group {
    @Override
    public List<String> path() {
        return List.of("admin");
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
