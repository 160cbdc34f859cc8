package org.atomsmith.host;

import java.util.List;
import java.util.Optional;
import org.atomsmith.host.bootloader.BootloaderCommands;
import org.atomsmith.host.bus.StartDaemonCommand;
import org.atomsmith.host.check.FsckCommand;
import org.atomsmith.host.check.MetricsCommand;
import org.atomsmith.host.check.VerifyCommand;
import org.atomsmith.host.command.Group;
import org.atomsmith.host.command.Node;
import org.atomsmith.host.etc.EtcCommands;
import org.atomsmith.host.etc.InitramfsEtcCommand;
import org.atomsmith.host.finish.BootCompleteCommand;
import org.atomsmith.host.finish.FinalizeDeploymentCommand;
import org.atomsmith.host.finish.FinalizeStagedCommand;
import org.atomsmith.host.finish.LockCommand;
import org.atomsmith.host.health.HealthCommand;
import org.atomsmith.host.install.InstallToDiskCommand;
import org.atomsmith.host.layer.ApplyLiveCommand;
import org.atomsmith.host.layer.InitramfsCommand;
import org.atomsmith.host.layer.InstallCommand;
import org.atomsmith.host.layer.LayerDerivation;
import org.atomsmith.host.layer.OverrideCommands;
import org.atomsmith.host.layer.RefreshCommand;
import org.atomsmith.host.layer.SearchCommand;
import org.atomsmith.host.layer.UninstallCommand;
import org.atomsmith.host.menu.CancelCommand;
import org.atomsmith.host.menu.CleanupCommand;
import org.atomsmith.host.menu.KargsCommand;
import org.atomsmith.host.menu.PinCommand;
import org.atomsmith.host.menu.ReloadCommand;
import org.atomsmith.host.menu.RollbackCommand;
import org.atomsmith.host.menu.UnlockCommand;
import org.atomsmith.host.packages.DbCommands;
import org.atomsmith.host.peer.PeerCommands;
import org.atomsmith.host.policy.AutoUpdateCommand;
import org.atomsmith.host.reset.FactoryResetCommand;
import org.atomsmith.host.status.StatusCommand;
import org.atomsmith.host.update.DeployCommand;
import org.atomsmith.host.update.HistoryCommand;
import org.atomsmith.host.update.ResetCommand;
import org.atomsmith.host.update.UpgradeCommand;
import org.jspecify.annotations.Nullable;

/**
 * The words after {@code atomic host}, or after {@code rpm-ostree}. A new command is a name in the list, for the help,
 * and a line below, which loads its class only when it is named.
 */
final class HostCommands implements Group {
    private static final List<String> NAMES = List.of(
            "status",
            "upgrade",
            "rollback",
            "deploy",
            "rebase",
            "install",
            "uninstall",
            "override",
            "apply-live",
            "search",
            "refresh-md",
            "initramfs",
            "pin",
            "unpin",
            "cleanup",
            "kargs",
            "unlock",
            "initramfs-etc",
            "db",
            "etc",
            "history",
            "reset",
            "reload",
            "cancel",
            "lock",
            "finalize-deployment",
            "factory-reset",
            "install-to-disk",
            "verify",
            "fsck",
            "metrics",
            "health",
            "auto-update",
            "bootloader",
            "peer",
            "start-daemon");

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
            case "install" -> new InstallCommand();
            case "uninstall" -> new UninstallCommand();
            case "override" -> new OverrideCommands();
            case "apply-live" -> new ApplyLiveCommand();
            case "initramfs" -> new InitramfsCommand();
            case "search" -> new SearchCommand();
            case "refresh-md" -> new RefreshCommand();
            case "bootloader" -> new BootloaderCommands();
            case "peer" -> new PeerCommands();
            case "start-daemon" -> new StartDaemonCommand();
            case "upgrade", "update" -> new UpgradeCommand(new LayerDerivation());
            case "rollback" -> new RollbackCommand();
            case "deploy" -> new DeployCommand(false, new LayerDerivation());
            case "rebase" -> new DeployCommand(true, new LayerDerivation());
            case "pin" -> new PinCommand(true);
            case "unpin" -> new PinCommand(false);
            case "cleanup" -> new CleanupCommand();
            case "kargs" -> new KargsCommand();
            case "unlock", "usroverlay" -> new UnlockCommand();
            case "initramfs-etc" -> new InitramfsEtcCommand();
            case "db" -> new DbCommands();
            case "etc" -> new EtcCommands();
            case "history" -> new HistoryCommand();
            case "reset" -> new ResetCommand(new LayerDerivation());
            case "reload" -> new ReloadCommand();
            case "cancel" -> new CancelCommand();
            case "lock" -> new LockCommand();
            case "finalize-deployment" -> new FinalizeDeploymentCommand();
            case "finalize-staged" -> new FinalizeStagedCommand();
            case "boot-complete" -> new BootCompleteCommand();
            case "factory-reset" -> new FactoryResetCommand();
            case "install-to-disk" -> new InstallToDiskCommand();
            case "verify" -> new VerifyCommand();
            case "fsck" -> new FsckCommand();
            case "metrics" -> new MetricsCommand();
            case "health" -> new HealthCommand();
            case "auto-update" -> new AutoUpdateCommand(new LayerDerivation());
            default -> null;
        };
    }
}
