package org.atomsmith.ostree.cli.admin;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Group;

/** {@code ostree admin kargs}: kernel arguments. */
final class KargsCommands implements Group {
    @Override
    public List<String> path() {
        return List.of("admin", "kargs");
    }

    @Override
    public List<String> names() {
        return List.of("edit-in-place");
    }

    @Override
    public Optional<Command> command(String name) {
        return name.equals("edit-in-place") ? Optional.of(new EditInPlaceCommand()) : Optional.empty();
    }
}
