package org.atomsmith.host.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.atomsmith.host.policy.UpdateSettings.Policy;

/**
 * One step of updates by policy. A timer runs it often, and each run does what is due: nothing waits in memory, and what a
 * killed run had done is known by the next.
 */
public final class AutoUpdate {
    private static final Duration FIRST_BACKOFF = Duration.ofMinutes(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);

    /** A restart that was ordered and did not happen was called off by somebody; then it is ordered again. */
    private static final Duration CALLED_OFF = Duration.ofHours(1);

    private static final String ORDERED = "restart-ordered";

    private final UpdateSettings settings;
    private final MachineIdentity machine;
    private final MachineConditions conditions;
    private final Updates updates;
    private final InstantSource clock;
    private final Path file;
    private final Consumer<String> journal;

    AutoUpdate(
            UpdateSettings settings,
            MachineIdentity machine,
            MachineConditions conditions,
            Updates updates,
            InstantSource clock,
            Path file,
            Consumer<String> journal) {
        this.settings = settings;
        this.machine = machine;
        this.conditions = conditions;
        this.updates = updates;
        this.clock = clock;
        this.file = file;
        this.journal = journal;
    }

    /**
     * Does what is due.
     *
     * @param now whether to look for updates even if that was done not long ago
     * @param health {@code healthy}, {@code unhealthy}, {@code checking}, or empty when nobody looked
     */
    UpdateState run(boolean now, String health) throws IOException {
        UpdateState before = UpdateState.read(file);
        if (settings.policy() == Policy.NONE) {
            return keep(before, before.in("disabled", "the policy is none"));
        }
        if (!health.isEmpty() && !health.equals("healthy")) {
            return keep(before, before.in("waiting", "for this boot to be healthy: it is " + health));
        }
        UpdateState state = release(before);
        Optional<Updates.Version> staged = updates.staged();
        if (staged.isEmpty()) {
            state = look(state, now);
            staged = updates.staged();
        }
        if (staged.isPresent()) {
            state = restart(named(state, staged.get()), staged.get());
        }
        return keep(before, state);
    }

    private UpdateState keep(UpdateState before, UpdateState after) throws IOException {
        if (!before.equals(after)) {
            after.write(file);
        }
        if (!before.get(UpdateState.MESSAGE).equals(after.get(UpdateState.MESSAGE))) {
            journal.accept(after.get(UpdateState.STATE) + ": " + after.get(UpdateState.MESSAGE));
        }
        return after;
    }

    /** After the restart that it was taken for, the slot is another machine's. */
    private UpdateState release(UpdateState state) throws IOException {
        if (state.get(UpdateState.LOCKED).isEmpty()
                || state.get(UpdateState.BOOT).equals(conditions.boot())) {
            return state;
        }
        if (!settings.fleetLock().isEmpty()) {
            if (clock.instant().isBefore(state.time(UpdateState.ASK_AFTER))) {
                return state;
            }
            Optional<String> refusal = tryAsk(FleetLock::steady);
            if (refusal.isPresent()) {
                journal.accept("The slot of the fleet could not be given back: " + refusal.get());
                return refused(state);
            }
        }
        return state.with(UpdateState.LOCKED, "")
                .with(UpdateState.BOOT, "")
                .with(ORDERED, "")
                .with(UpdateState.REFUSALS, "")
                .with(UpdateState.ASK_AFTER, "");
    }

    private UpdateState look(UpdateState state, boolean now) throws IOException {
        Instant instant = clock.instant();
        Instant due = state.time(UpdateState.CHECKED)
                .plus(settings.interval())
                .plus(machine.jitter("check", settings.jitter()));
        if (!now && instant.isBefore(due)) {
            return state;
        }
        Optional<String> pause = pause();
        if (pause.isPresent()) {
            return state.in("waiting", pause.get());
        }
        Updates.Version current = updates.current();
        UpdateState looked = state.with(UpdateState.CHECKED, instant.toString());
        Optional<Updates.Version> found;
        if (settings.graph().isEmpty()) {
            found = updates.newest();
        } else {
            double wariness = settings.wariness().orElseGet(() -> machine.place("wariness"));
            UpdateGraph graph = new GraphSource(settings.graph(), settings.stream())
                    .fetch(current.checksum(), current.version(), machine, wariness, settings.fleetGroup());
            Optional<String> deadEnd = graph.find(current.checksum()).flatMap(UpdateGraph.Node::deadEnd);
            if (deadEnd.isPresent()) {
                return without(looked).in("dead-end", "no update follows " + current.name() + ": " + deadEnd.get());
            }
            found = graph.next(current.checksum(), wariness, instant, node -> !isBad(node.payload()))
                    .map(node -> new Updates.Version(node.version(), node.payload()));
        }
        if (found.isEmpty()) {
            return without(looked).in("idle", current.name() + " is the newest for this machine");
        }
        UpdateState available =
                named(looked, found.get()).in("available", found.get().name() + " is available");
        if (settings.policy() != Policy.CHECK) {
            available.write(file);
            journal.accept("Staging " + found.get().name());
            updates.stage(found.get());
        }
        return available;
    }

    private boolean isBad(String commit) {
        try {
            return updates.isBad(commit);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private UpdateState restart(UpdateState state, Updates.Version staged) throws IOException {
        Instant now = clock.instant();
        if (settings.policy() != Policy.APPLY) {
            return state.in("staged", staged.name() + " starts with the next restart");
        }
        if (state.get(UpdateState.BOOT).equals(conditions.boot())
                && now.isBefore(state.time(ORDERED).plus(settings.warning()).plus(CALLED_OFF))) {
            return state;
        }
        if (!settings.isOpen(now, machine)) {
            String when =
                    settings.nextOpening(now, machine).map(Instant::toString).orElse("");
            return state.in("waiting", staged.name() + " starts in the window at " + when);
        }
        List<String> users = settings.waitForUsers() ? conditions.users() : List.of();
        if (!users.isEmpty()) {
            return state.in("waiting", staged.name() + " starts when " + String.join(", ", users) + " logged out");
        }
        Optional<String> battery = lowBattery();
        if (battery.isPresent()) {
            return state.in("waiting", battery.get());
        }
        if (!settings.fleetLock().isEmpty() && state.get(UpdateState.LOCKED).isEmpty()) {
            if (now.isBefore(state.time(UpdateState.ASK_AFTER))) {
                return state;
            }
            Optional<String> refusal = tryAsk(FleetLock::beforeRestart);
            if (refusal.isPresent()) {
                return refused(state).in("waiting", "for a slot of the fleet: " + refusal.get());
            }
        }
        UpdateState locked = state.with(UpdateState.LOCKED, settings.fleetLock().isEmpty() ? "" : "true")
                .with(UpdateState.REFUSALS, "")
                .with(UpdateState.ASK_AFTER, "")
                .with(UpdateState.BOOT, conditions.boot())
                .with(ORDERED, now.toString())
                .in("rebooting", "into " + staged.name());
        // The slot is known to be held before the machine goes.
        locked.write(file);
        updates.restart(settings.warning().toMinutes(), "This machine restarts to update to " + staged.name() + ".");
        return locked;
    }

    private Optional<String> pause() throws IOException {
        if (settings.meteredPauses() && conditions.metered()) {
            return Optional.of("for a line that is not metered");
        }
        return lowBattery();
    }

    private Optional<String> lowBattery() throws IOException {
        return conditions
                .onBattery()
                .filter(percent -> percent < settings.batteryMinimum())
                .map(percent -> "for the battery, which has " + percent + " %");
    }

    /** A question to the fleet's server. */
    @FunctionalInterface
    private interface Question {
        Optional<String> ask(FleetLock lock) throws IOException;
    }

    private Optional<String> tryAsk(Question question) {
        try {
            return question.ask(new FleetLock(settings.fleetLock(), settings.fleetGroup(), machine));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Each refusal doubles the time until the server is asked again. */
    private UpdateState refused(UpdateState state) {
        int refusals = state.number(UpdateState.REFUSALS);
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(refusals, 6));
        Duration wait = backoff.compareTo(LONGEST_BACKOFF) < 0 ? backoff : LONGEST_BACKOFF;
        return state.with(UpdateState.REFUSALS, Integer.toString(refusals + 1))
                .with(UpdateState.ASK_AFTER, clock.instant().plus(wait).toString());
    }

    private static UpdateState named(UpdateState state, Updates.Version version) {
        return state.with(UpdateState.VERSION, version.version()).with(UpdateState.CHECKSUM, version.checksum());
    }

    private static UpdateState without(UpdateState state) {
        return state.with(UpdateState.VERSION, "").with(UpdateState.CHECKSUM, "");
    }
}
