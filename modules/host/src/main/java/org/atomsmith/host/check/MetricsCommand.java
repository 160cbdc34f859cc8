package org.atomsmith.host.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.status.BadDeployments;
import org.atomsmith.host.status.BootHealth;
import org.atomsmith.host.status.CachedUpdate;
import org.atomsmith.host.system.Host;
import org.atomsmith.linux.FileSystemStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.ObjectNotFoundException;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/** {@code atomic host metrics}: figures in the text format of Prometheus, for a node exporter's textfile collector. */
public final class MetricsCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                "",
                "Print figures in Prometheus' text format",
                "metrics > /var/lib/prometheus/node-exporter/atomic.prom");
    }

    @Override
    public int run(Call call) throws IOException {
        Host host = Host.of(call);
        PrintStream out = call.out();
        gauge(
                out,
                "atomic_deployments",
                "Deployments in the boot menu and staged",
                host.state().deployments().size());
        gauge(
                out,
                "atomic_deployment_staged",
                "Whether an update waits for the next reboot",
                host.state().staged().isPresent() ? 1 : 0);
        gauge(
                out,
                "atomic_deployment_pending",
                "Whether the next reboot starts something else",
                host.state().pending().isPresent() ? 1 : 0);
        gauge(
                out,
                "atomic_deployments_bad",
                "Commits that did not become healthy here",
                new BadDeployments(host.directories()).all().size());
        if (host.booted().isPresent()) {
            booted(out, host, host.booted().get());
        }
        space(out, "root", host.directories().sysroot().resolve("ostree/repo"));
        space(out, "boot", host.directories().sysroot().resolve("boot"));
        Optional<CachedUpdate> update = CachedUpdate.read(host.directories());
        if (update.isPresent()) {
            gauge(
                    out,
                    "atomic_update_available",
                    "Whether the last look found an update",
                    update.get().isThere() ? 1 : 0);
            gauge(
                    out,
                    "atomic_update_last_check_seconds",
                    "When somebody last looked for updates",
                    update.get().checked());
        }
        Optional<BootHealth> health = BootHealth.read(host.directories());
        if (health.isPresent()) {
            gauge(
                    out,
                    "atomic_boot_healthy",
                    "Whether this boot is healthy: 1, 0, or -1 while it is checked",
                    switch (health.get().state()) {
                        case "healthy" -> 1;
                        case "checking" -> -1;
                        default -> 0;
                    });
        }
        return ExitCode.DONE;
    }

    private static void booted(PrintStream out, Host host, InstalledDeployment booted) throws IOException {
        Optional<Commit> commit = commit(host, booted);
        head(out, "atomic_booted_info", "What runs");
        out.println("atomic_booted_info{version=\""
                + escaped(commit.flatMap(Commit::version).orElse(""))
                + "\",checksum=\"" + booted.deployment().commit() + "\",stateroot=\""
                + escaped(booted.deployment().stateroot()) + "\"} 1");
        if (commit.isPresent()) {
            gauge(
                    out,
                    "atomic_booted_timestamp_seconds",
                    "When what runs was made",
                    commit.get().timestamp());
        }
    }

    private static Optional<Commit> commit(Host host, InstalledDeployment deployment) throws IOException {
        try {
            return Optional.of(host.sysroot()
                    .repository()
                    .readCommit(deployment.deployment().commit()));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    private static void space(PrintStream out, String name, Path path) throws IOException {
        FileSystemStatus status = LinuxFiles.fileSystem(path);
        gauge(out, "atomic_" + name + "_size_bytes", "Size of the file system", status.totalBytes());
        gauge(out, "atomic_" + name + "_available_bytes", "What may still be written there", status.availableBytes());
    }

    private static void gauge(PrintStream out, String name, String help, long value) {
        head(out, name, help);
        out.println(name + " " + value);
    }

    private static void head(PrintStream out, String name, String help) {
        out.println("# HELP " + name + " " + help);
        out.println("# TYPE " + name + " gauge");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
