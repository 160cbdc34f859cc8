package org.atomsmith.ostree.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.admin.AdminCommands;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Group;
import org.atomsmith.ostree.cli.delta.DeltaCommands;
import org.atomsmith.ostree.cli.local.LocalCommands;
import org.atomsmith.ostree.cli.pull.PullCommands;
import org.atomsmith.ostree.cli.remote.RemoteCommands;
import org.atomsmith.ostree.cli.repo.RepositoryCommands;

/** The commands of {@code ostree} itself. */
final class OstreeCommands implements Group {

    @Override
    public List<String> path() {
        return List.of();
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of("admin", "remote", "static-delta"));
        names.addAll(LocalCommands.NAMES);
        names.addAll(RepositoryCommands.NAMES);
        names.addAll(PullCommands.NAMES);
        return names.stream().sorted().toList();
    }

    @Override
    public Optional<Command> command(String name) {
        return LocalCommands.find(name).or(() -> RepositoryCommands.find(name)).or(() -> PullCommands.find(name));
    }

    @Override
    public Optional<Group> group(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "admin" -> new AdminCommands();
                    case "remote" -> new RemoteCommands();
                    case "static-delta" -> new DeltaCommands();
                    default -> null;
                });
    }

    @Override
    public String summaryOf(String group) {
        return switch (group) {
            case "admin" -> "Commands for managing a host system booted with ostree";
            case "remote" -> RemoteCommands.SUMMARY;
            case "static-delta" -> "Static delta related commands";
            default -> Group.super.summaryOf(group);
        };
    }
}
