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
        return List.of(
                "cleanup",
                "config-diff",
                "deploy",
                "init-fs",
                "instutil",
                "kargs",
                "lock-finalization",
                "os-init",
                "pin",
                "post-copy",
                "set-default",
                "set-origin",
                "stateroot-init",
                "status",
                "switch",
                "undeploy",
                "unlock",
                "upgrade");
    }

    @Override
    public Optional<Command> command(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "boot-complete" -> new BootCompleteCommand();
                    case "cleanup" -> new CleanupCommand();
                    case "config-diff", "diff" -> new ConfigDiffCommand();
                    case "deploy" -> new DeployCommand();
                    case "finalize-staged" -> new FinalizeStagedCommand();
                    case "init-fs" -> new InitFsCommand();
                    case "lock-finalization" -> new LockFinalizationCommand();
                    case "os-init", "stateroot-init" -> new StaterootInitCommand();
                    case "pin" -> new PinCommand();
                    case "post-copy" -> new PostCopyCommand();
                    case "prepare-soft-reboot" -> new PrepareSoftRebootCommand();
                    case "set-default" -> new SetDefaultCommand();
                    case "set-origin" -> new SetOriginCommand();
                    case "state-overlay" -> new StateOverlayCommand();
                    case "status" -> new StatusCommand();
                    case "switch" -> new SwitchCommand();
                    case "undeploy" -> new UndeployCommand();
                    case "unlock" -> new UnlockCommand();
                    case "upgrade" -> new UpgradeCommand();
                    default -> null;
                });
    }

    @Override
    public Optional<Group> group(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "instutil" -> new InstutilCommands();
                    case "kargs" -> new KargsCommands();
                    default -> null;
                });
    }

    @Override
    public String summaryOf(String group) {
        return switch (group) {
            case "instutil" -> "Deprecated commands intended for installer programs";
            default -> "Change kernel arguments";
        };
    }

    @Override
    public Optional<Command> withoutName(List<String> words) {
        return words.contains("--" + PrintCurrentDirCommand.OPTION)
                ? Optional.of(new PrintCurrentDirCommand())
                : Optional.empty();
    }
}
