package org.atomsmith.host.policy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.host.command.Command;
import org.atomsmith.host.command.ExitCode;
import org.atomsmith.host.command.Syntax;
import org.atomsmith.host.status.BootHealth;
import org.atomsmith.host.system.CurrentChange;
import org.atomsmith.host.system.Host;
import org.atomsmith.host.update.Derivation;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;

/** {@code atomic host auto-update}: one step of updates by policy, which a timer runs. */
public final class AutoUpdateCommand implements Command {
    private final Derivation derivation;

    /** Updates, and adds again what the host adds to its base. */
    public AutoUpdateCommand(Derivation derivation) {
        this.derivation = derivation;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "",
                        "Update as the policy of this host says",
                        "auto-update --status",
                        Option.flag("status", "Show the policy and how far it is, and do nothing"),
                        Option.flag("now", "Look for updates even if that was done not long ago"),
                        Syntax.JSON)
                .withDescription("""
                        Does what is due now and ends: atomic-updates.timer runs it every quarter of an hour.
                        The policy is in /etc/atomsmith/updates.conf.""");
    }

    @Override
    public int run(Call call) throws IOException {
        Host host = Host.of(call);
        Path file = host.directories().state().resolve("updates.json");
        UpdateSettings settings = UpdateSettings.read(host.directories());
        if (call.has("status")) {
            show(call, host, settings, UpdateState.read(file));
            return ExitCode.DONE;
        }
        host.state().requireBooted();
        Optional<CurrentChange.Holder> other = CurrentChange.of(host);
        if (other.isPresent()) {
            call.out().println("'" + other.get().command() + "' is under way: nothing is done now");
            return ExitCode.DONE;
        }
        AutoUpdate engine = new AutoUpdate(
                settings,
                MachineIdentity.of(host.directories().root()),
                new MachineConditions(
                        host.directories().root(), host.directories().run()),
                new HostUpdates(host, call, derivation),
                InstantSource.system(),
                file,
                line -> {
                    call.out().println(line);
                    call.out().flush();
                });
        String health =
                BootHealth.read(host.directories()).map(BootHealth::state).orElse("");
        UpdateState state = engine.run(call.has("now"), health);
        if (call.has("json")) {
            call.out().print(state.json());
        }
        return ExitCode.DONE;
    }

    private static void show(Call call, Host host, UpdateSettings settings, UpdateState state) throws IOException {
        MachineIdentity machine = MachineIdentity.of(host.directories().root());
        Instant now = InstantSource.system().instant();
        String opening = settings.isOpen(now, machine)
                ? "open"
                : settings.nextOpening(now, machine).map(Instant::toString).orElse("open");
        if (call.has("json")) {
            call.out()
                    .print(state.with(Map.of(
                                    "policy",
                                    settings.policy().text(),
                                    "window",
                                    opening,
                                    "wariness",
                                    Double.toString(settings.wariness().orElseGet(() -> machine.place("wariness"))),
                                    "node",
                                    machine.node()))
                            .json());
            return;
        }
        PrintStream out = call.out();
        out.println("Policy: " + settings.policy().text());
        out.println("State: " + (state.get(UpdateState.STATE).isEmpty() ? "not run yet" : state.get(UpdateState.STATE))
                + (state.get(UpdateState.MESSAGE).isEmpty() ? "" : ": " + state.get(UpdateState.MESSAGE)));
        if (!state.get(UpdateState.CHECKED).isEmpty()) {
            out.println("Looked: " + state.get(UpdateState.CHECKED));
        }
        if (!state.get(UpdateState.CHECKSUM).isEmpty()) {
            out.println("Version: "
                    + new Updates.Version(state.get(UpdateState.VERSION), state.get(UpdateState.CHECKSUM)).name());
        }
        if (!settings.windows().isEmpty()) {
            out.println("Window: " + opening);
        }
        if (!settings.fleetLock().isEmpty()) {
            out.println("Fleet: " + settings.fleetLock() + " (" + settings.fleetGroup() + "), "
                    + (state.get(UpdateState.LOCKED).isEmpty() ? "no slot" : "holds a slot"));
        }
    }
}
