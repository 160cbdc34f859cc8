package org.atomsmith.host.health;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.health.check.HealthCheck;
import org.atomsmith.host.health.check.HealthSettings;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.system.HostChange;
import org.atomsmith.host.system.HostException;
import org.atomsmith.host.system.SettingsFile;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.cli.command.UsageException;

/** {@code atomic host health}: shows what the checks of this boot found; its services run them. */
public final class HealthCommand implements Command {
    private static final String DEFAULT_MINUTES = "10";

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "[run|expired]",
                        "Show whether the system works, or check it",
                        "health --json",
                        Syntax.JSON,
                        Option.flag("no-reboot", "With run and expired: leave the system as it is, whatever is found"),
                        Option.value("minutes", "N", "With expired: how long the system was given (default: 10)"))
                .withDescription("""
                        Without an argument: what the checks of this boot found. Exits with 1 when the system is not healthy.
                        run: checks it now, as atomic-health.service does. A new deployment that does not work is left by a reboot.
                        expired: what atomic-health-timeout.service does when a new deployment does not come up at all.""");
    }

    @Override
    public int run(Call call) throws IOException {
        return switch (call.argument(0).orElse("")) {
            case "" -> show(call);
            case "run" -> check(call);
            case "expired" -> expired(call);
            default -> throw new UsageException("expected run, expired or nothing");
        };
    }

    /** Nobody has to wait for the checks: the host is only locked before and after them. */
    private static int check(Call call) throws IOException {
        Host host = Host.of(call);
        HealthRun engine = engine(call, host);
        HostChange.runHere(call, host, "health run", _ -> {
            engine.settle();
            return ExitCode.DONE;
        });
        HealthReport report = engine.look();
        return HostChange.runHere(call, host, "health run", _ -> {
            boolean reboot = engine.conclude(report).reboot() && !call.has("no-reboot");
            if (reboot) {
                reboot(call.out(), List.of("systemctl", "reboot"));
            } else if (host.directories().root().equals(Path.of("/"))) {
                stopTimer(call);
            }
            return report.state() == HealthReport.State.HEALTHY ? ExitCode.DONE : ExitCode.FAILED;
        });
    }

    /** The limit of the time to come up is only for those that do not get here. */
    private static void stopTimer(Call call) {
        try {
            org.atomsmith.linux.Command.of("systemctl", "--no-block", "stop", "atomic-health-timeout.timer")
                    .withInheritedEnvironment()
                    .withTimeout(Duration.ofSeconds(30))
                    .runOrThrow();
        } catch (IOException e) {
            call.err().println(e.getMessage());
        }
    }

    /** Without the lock of changes: whoever has it may be what hangs. */
    private static int expired(Call call) throws IOException {
        Host host = Host.of(call);
        long minutes = Long.parseLong(call.value("minutes").orElse(DEFAULT_MINUTES));
        if (engine(call, host).expired(minutes) && !call.has("no-reboot")) {
            reboot(call.out(), List.of("systemctl", "reboot", "--force"));
        }
        return ExitCode.DONE;
    }

    private static HealthRun engine(Call call, Host host) throws IOException {
        HealthSettings settings;
        try {
            settings = HealthSettings.of(SettingsFile.read(host.directories(), "health.conf"));
        } catch (IllegalArgumentException | HostException e) {
            // A typing error must not be what makes an update fail.
            call.err().println("health.conf is not used: " + e.getMessage());
            settings = HealthSettings.of(org.atomsmith.ostree.repo.KeyFile.EMPTY);
        }
        return new HealthRun(host, settings, InstantSource.system(), line -> {
            call.out().println(line);
            call.out().flush();
        });
    }

    private static void reboot(PrintStream out, List<String> command) throws IOException {
        out.println("Restarting: this deployment is on trial and does not work.");
        out.flush();
        org.atomsmith.linux.Command.of(command)
                .withInheritedEnvironment()
                .withTimeout(Duration.ofMinutes(2))
                .runOrThrow();
    }

    private static int show(Call call) throws IOException {
        Host host = Host.of(call);
        Path file = host.directories().runState().resolve("health.json");
        Optional<HealthReport> report =
                Files.exists(file) ? HealthReport.parse(Files.readString(file)) : Optional.empty();
        if (call.has("json")) {
            call.out()
                    .print(report.map(HealthReport::json)
                            .orElse("{\"state\":\"unknown\",\"failed\":[],\"checks\":[]}\n"));
        } else {
            print(call.out(), report);
            for (GivenUp bad : GivenUp.of(host.directories())) {
                call.out().println("Rolled back: " + bad.name() + " at " + bad.time() + ": " + bad.reason());
            }
        }
        return report.map(r -> r.state() == HealthReport.State.UNHEALTHY).orElse(false)
                ? ExitCode.FAILED
                : ExitCode.DONE;
    }

    private static void print(PrintStream out, Optional<HealthReport> report) {
        if (report.isEmpty()) {
            out.println("State: unknown: atomic-health.service has not run since the system booted");
            return;
        }
        out.println("State: " + report.get().state().text());
        for (HealthReport.CheckResult check : report.get().checks()) {
            boolean warned = check.state() == HealthCheck.State.FAILED && !check.required();
            out.printf("  %-8s %-24s %s%n", warned ? "warning" : check.state().text(), check.name(), check.message());
        }
    }
}
