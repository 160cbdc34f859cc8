package org.atomsmith.host.health.check;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * {@code health.conf}.
 *
 * @param timeout how long one check may take ({@code [health] timeout}, seconds)
 * @param grace how long what fails is looked at again before it counts ({@code grace}): services take their time
 * @param interval how long it waits before it looks again ({@code interval})
 * @param reboot whether a new deployment that does not work is left ({@code reboot})
 * @param off checks that are not made ({@code [checks] off})
 * @param required checks without which the system does not work, wherever they are from ({@code [checks] required})
 * @param wanted checks that only warn ({@code [checks] wanted})
 * @param units that must be active ({@code [checks] units})
 * @param freeMegabytes what {@code disk-space} wants to see ({@code [checks] free-megabytes})
 */
public record HealthSettings(
        Duration timeout,
        Duration grace,
        Duration interval,
        boolean reboot,
        Set<String> off,
        Set<String> required,
        Set<String> wanted,
        List<String> units,
        long freeMegabytes) {

    /** Copies the collections; refuses times that make no sense. */
    public HealthSettings {
        if (timeout.isZero() || timeout.isNegative() || grace.isNegative() || interval.isNegative()) {
            throw new IllegalArgumentException("[health] timeout, grace and interval are seconds, from 1 or 0 on");
        }
        off = Set.copyOf(off);
        required = Set.copyOf(required);
        wanted = Set.copyOf(wanted);
        units = List.copyOf(units);
    }

    /** Reads the settings. */
    public static HealthSettings of(KeyFile file) {
        return new HealthSettings(
                Duration.ofSeconds(file.getLong("health", "timeout", 60)),
                Duration.ofSeconds(file.getLong("health", "grace", 120)),
                Duration.ofSeconds(file.getLong("health", "interval", 5)),
                file.getBoolean("health", "reboot", true),
                Set.copyOf(words(file, "off")),
                Set.copyOf(words(file, "required")),
                Set.copyOf(words(file, "wanted")),
                words(file, "units"),
                file.getLong("checks", "free-megabytes", 50));
    }

    /** Whether a check that says of itself whether it is required is so here. */
    public boolean requires(HealthCheck check) {
        return required.contains(check.name()) || check.required() && !wanted.contains(check.name());
    }

    private static List<String> words(KeyFile file, String key) {
        return Stream.of(file.get("checks", key).orElse("").split("[\\s;,]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }
}
