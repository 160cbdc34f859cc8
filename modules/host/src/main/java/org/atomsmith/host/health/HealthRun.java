package org.atomsmith.host.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.atomsmith.host.health.HealthReport.CheckResult;
import org.atomsmith.host.health.check.CheckedSystem;
import org.atomsmith.host.health.check.Checks;
import org.atomsmith.host.health.check.HealthCheck;
import org.atomsmith.host.health.check.HealthCheck.Finding;
import org.atomsmith.host.health.check.HealthSettings;
import org.atomsmith.host.system.Host;
import org.atomsmith.linux.AtomicFile;
import org.atomsmith.linux.Command;

/** Looks once whether the system that booted works, keeps what it found, and ends or goes on with its trial. */
public final class HealthRun {
    private final Host host;
    private final HealthSettings settings;
    private final InstantSource clock;
    private final Consumer<String> journal;
    private final Trial trial;
    private final HealthMemory memory;

    /**
     * A run.
     *
     * @param journal takes lines for whoever looks later
     */
    public HealthRun(Host host, HealthSettings settings, InstantSource clock, Consumer<String> journal) {
        this.host = host;
        this.settings = settings;
        this.clock = clock;
        this.journal = journal;
        this.trial = new Trial(host, clock);
        this.memory = new HealthMemory(host.directories().state());
    }

    /**
     * What came out.
     *
     * @param reboot whether the machine is to be restarted: the deployment is on trial and does not work
     */
    public record Result(HealthReport report, boolean reboot) {}

    /** Settles what the boot loader decided: changes the host when it gave up the default. */
    public void settle() throws IOException {
        write(new HealthReport(HealthReport.State.CHECKING, deployment(), List.of()));
        trial.settleFallback()
                .ifPresent(bad -> journal.accept("The boot loader gave up the update to " + bad.name() + ": "
                        + bad.reason() + ". This deployment is the default again."));
    }

    /** Runs the checks, and those that matter again and again until the grace is over. */
    public HealthReport look() throws IOException {
        return HealthReport.of(deployment(), check());
    }

    /** Draws the consequences: changes the host's trial. */
    public Result conclude(HealthReport report) throws IOException {
        boolean reboot = false;
        if (report.state() == HealthReport.State.HEALTHY) {
            journal.accept("The system is healthy.");
            memory.network(report.checks().stream()
                    .anyMatch(c -> c.name().equals("network") && c.state() == HealthCheck.State.PASSED));
            if (host.booted().isPresent()) {
                trial.passed();
            }
        } else {
            journal.accept("The system is not healthy: " + report.reason());
            reboot = host.booted().isPresent() && trial.isOn() && settings.reboot();
            if (reboot) {
                trial.failed(report.reason());
            }
        }
        write(report);
        react(report);
        return new Result(report, reboot);
    }

    private String deployment() {
        return host.booted().map(d -> d.deployment().qualifiedName()).orElse("");
    }

    /**
     * The system took too long to come up for the checks to begin.
     *
     * @param minutes how long it was given
     * @return whether the machine is to be restarted
     */
    public boolean expired(long minutes) throws IOException {
        if (host.booted().isEmpty() || !trial.isOn() || !settings.reboot()) {
            return false;
        }
        String reason = "it was not up after " + minutes + " minutes";
        trial.failed(reason);
        journal.accept("This deployment is on trial, and " + reason + ".");
        return true;
    }

    private List<CheckResult> check() throws IOException {
        CheckedSystem system = new CheckedSystem(
                host.directories().root(),
                host.sysroot().repository().config().file(),
                memory.hadNetwork(),
                settings.timeout());
        Map<HealthCheck, CheckResult> results = new LinkedHashMap<>();
        for (HealthCheck check : Checks.of(system.root(), settings)) {
            results.put(check, run(check, system));
        }
        long end = System.nanoTime() + settings.grace().toNanos();
        while (results.values().stream().anyMatch(CheckResult::isFatal) && System.nanoTime() < end) {
            sleep(settings.interval());
            for (Map.Entry<HealthCheck, CheckResult> entry : results.entrySet()) {
                if (entry.getValue().isFatal()) {
                    entry.setValue(run(entry.getKey(), system));
                }
            }
        }
        results.values()
                .forEach(r -> journal.accept(
                        r.name() + ": " + r.state().text() + (r.message().isEmpty() ? "" : ": " + r.message())));
        return new ArrayList<>(results.values());
    }

    private CheckResult run(HealthCheck check, CheckedSystem system) {
        long begun = System.nanoTime();
        Finding finding;
        try {
            finding = check.run(system);
        } catch (IOException | RuntimeException e) {
            finding = Finding.failed(Optional.ofNullable(e.getMessage())
                    .orElse(e.getClass().getSimpleName())
                    .lines()
                    .findFirst()
                    .orElse(""));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new CheckResult(check.name(), settings.requires(check), finding.state(), seconds, finding.message());
    }

    private void write(HealthReport report) throws IOException {
        Path run = host.directories().runState();
        Files.createDirectories(run);
        AtomicFile.write(run.resolve("health.json"), report.json());
        new Motd(host.directories().run()).write(report, GivenUp.of(host.directories()), clock.instant());
    }

    /** Other people's scripts are told; what they do changes nothing here. */
    private void react(HealthReport report) throws IOException {
        String colour = report.state() == HealthReport.State.HEALTHY ? "green" : "red";
        for (Path script : Checks.reactions(host.directories().root(), colour)) {
            try {
                Command.of(script.toString())
                        .withInheritedEnvironment()
                        .withErrorsInOutput()
                        .withTimeout(settings.timeout())
                        .runOrThrow();
            } catch (IOException e) {
                journal.accept(String.valueOf(e.getMessage()));
            }
        }
    }

    private static void sleep(Duration duration) throws IOException {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the system was given time", e);
        }
    }
}
