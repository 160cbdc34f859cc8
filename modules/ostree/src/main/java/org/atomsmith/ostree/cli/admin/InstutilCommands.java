package org.atomsmith.ostree.cli.admin;

import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Group;

/** {@code ostree admin instutil}: what installers use. */
final class InstutilCommands implements Group {
    @Override
    public List<String> path() {
        return List.of("admin", "instutil");
    }

    @Override
    public List<String> names() {
        return List.of("grub2-generate", "selinux-ensure-labeled", "set-kargs");
    }

    @Override
    public Optional<Command> command(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "grub2-generate" -> new Grub2GenerateCommand();
                    case "selinux-ensure-labeled" -> new SelinuxEnsureLabeledCommand();
                    case "set-kargs" -> new SetKargsCommand();
                    default -> null;
                });
    }
}
