package org.atomsmith.host.policy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.host.system.HostException;
import org.atomsmith.host.system.SettingsFile;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * {@code updates.conf}.
 *
 * @param policy how far it goes ({@code [updates] policy})
 * @param interval between two looks ({@code interval}, minutes)
 * @param jitter by how much machines are kept apart ({@code jitter}, minutes)
 * @param graph where the graph of updates is, an URL or a path; empty to take the newest ({@code graph})
 * @param stream of the graph's URL; may be empty ({@code stream})
 * @param wariness from 0, eager, to 1; empty for the machine's own ({@code wariness})
 * @param waitForUsers whether it does not restart while somebody is logged in ({@code users=wait})
 * @param meteredPauses whether nothing is fetched over a metered line ({@code metered=pause})
 * @param batteryMinimum percent below which nothing is done on battery ({@code battery-minimum})
 * @param warning how long before a restart it is announced ({@code warning}, minutes)
 * @param windows in which it may restart; none for always ({@code [window NAME]})
 * @param fleetLock the server that has to agree to a restart ({@code [fleetlock] url})
 * @param fleetGroup the machine's group there ({@code [fleetlock] group})
 */
public record UpdateSettings(
        Policy policy,
        Duration interval,
        Duration jitter,
        String graph,
        String stream,
        Optional<Double> wariness,
        boolean waitForUsers,
        boolean meteredPauses,
        int batteryMinimum,
        Duration warning,
        List<MaintenanceWindow> windows,
        String fleetLock,
        String fleetGroup) {
    private static final String MAIN = "updates";

    /** Copies the list; refuses what makes no sense. */
    public UpdateSettings {
        windows = List.copyOf(windows);
        if (interval.toMinutes() < 1 || jitter.isNegative() || warning.isNegative()) {
            throw new IllegalArgumentException("[updates] interval, jitter and warning are minutes, from 1 or 0 on");
        }
        if (wariness.filter(w -> w >= 0 && w <= 1).isEmpty() && wariness.isPresent()) {
            throw new IllegalArgumentException("[updates] wariness is a number from 0 to 1");
        }
    }

    /** How far updates go by themselves. */
    public enum Policy {
        /** Nothing happens. */
        NONE,
        /** It is only looked. */
        CHECK,
        /** What is new is staged: the next restart starts it. */
        STAGE,
        /** The machine restarts by itself. */
        APPLY;

        /** As settings have it: {@code stage}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads a policy. */
        static Policy parse(String text) {
            for (Policy policy : values()) {
                if (policy.text().equals(text)) {
                    return policy;
                }
            }
            throw new IllegalArgumentException(
                    "[updates] policy: expected none, check, stage or apply, found '" + text + "'");
        }
    }

    /**
     * Reads a host's settings.
     *
     * @throws HostException when they say what cannot be
     */
    public static UpdateSettings read(HostDirectories directories) throws IOException {
        try {
            return of(
                    SettingsFile.read(directories, "updates.conf"),
                    SettingsFile.parse(directories.root().resolve("etc/rpm-ostreed.conf")));
        } catch (IllegalArgumentException e) {
            throw new HostException("updates.conf: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the settings.
     *
     * @param file {@code updates.conf}
     * @param daemon {@code rpm-ostreed.conf}, whose {@code AutomaticUpdatePolicy} counts where the other says nothing
     */
    public static UpdateSettings of(KeyFile file, KeyFile daemon) {
        String policy = file.get(MAIN, "policy")
                .or(() -> daemon.get("Daemon", "AutomaticUpdatePolicy"))
                .orElse("check");
        List<MaintenanceWindow> windows = new ArrayList<>();
        for (String group : file.groups().keySet()) {
            if (group.startsWith("window")) {
                windows.add(MaintenanceWindow.parse(file, group));
            }
        }
        return new UpdateSettings(
                Policy.parse(policy),
                Duration.ofMinutes(file.getLong(MAIN, "interval", 60)),
                Duration.ofMinutes(file.getLong(MAIN, "jitter", 30)),
                file.get(MAIN, "graph").orElse(""),
                file.get(MAIN, "stream").orElse(""),
                file.get(MAIN, "wariness").map(UpdateSettings::number),
                choice(file, "users", "ignore", "wait"),
                choice(file, "metered", "pause", "pause", "ignore"),
                (int) file.getLong(MAIN, "battery-minimum", 30),
                Duration.ofMinutes(file.getLong(MAIN, "warning", 5)),
                windows,
                file.get("fleetlock", "url").orElse(""),
                file.get("fleetlock", "group").orElse("default"));
    }

    /** Whether the machine may restart now. */
    public boolean isOpen(Instant now, MachineIdentity machine) {
        return windows.isEmpty() || windows.stream().anyMatch(w -> w.contains(now, delay(w, machine)));
    }

    /** When it may restart the next time; empty when always. */
    public Optional<Instant> nextOpening(Instant now, MachineIdentity machine) {
        return windows.stream().map(w -> w.next(now).plus(delay(w, machine))).min(Instant::compareTo);
    }

    /** A window is still open for half its length when the last machine begins. */
    private Duration delay(MaintenanceWindow window, MachineIdentity machine) {
        Duration half = window.length().dividedBy(2);
        return machine.jitter("window", jitter.compareTo(half) < 0 ? jitter : half);
    }

    private static boolean choice(KeyFile file, String key, String otherwise, String yes, String... others) {
        String value = file.get(MAIN, key).orElse(otherwise);
        if (value.equals(yes)) {
            return true;
        }
        if (value.equals(otherwise) || List.of(others).contains(value)) {
            return false;
        }
        throw new IllegalArgumentException("[updates] " + key + ": expected " + yes + " or "
                + (otherwise.equals(yes) ? "ignore" : otherwise) + ", found '" + value + "'");
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("[updates] wariness: expected a number, found '" + text + "'", e);
        }
    }
}
