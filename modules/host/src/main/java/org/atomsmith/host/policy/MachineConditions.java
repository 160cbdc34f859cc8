package org.atomsmith.host.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomsmith.linux.Command;

/** Reasons to let a machine alone: an empty battery, a line that costs, somebody who works on it. */
final class MachineConditions {
    private final Path root;
    private final Path run;

    /** Those of the system that runs from a root. */
    MachineConditions(Path root, Path run) {
        this.root = root;
        this.run = run;
    }

    /** How full the emptiest battery is, in percent, while no charger feeds the machine. */
    Optional<Integer> onBattery() throws IOException {
        Path supplies = root.resolve("sys/class/power_supply");
        if (!Files.isDirectory(supplies)) {
            return Optional.empty();
        }
        Optional<Integer> lowest = Optional.empty();
        try (Stream<Path> list = Files.list(supplies)) {
            for (Path supply : list.sorted().toList()) {
                String type = text(supply.resolve("type"));
                if (!type.equals("Battery")) {
                    if (text(supply.resolve("online")).equals("1")) {
                        return Optional.empty();
                    }
                } else if (!text(supply.resolve("scope")).equals("Device")) {
                    // That of a mouse would have this scope.
                    lowest = lower(lowest, text(supply.resolve("capacity")));
                }
            }
        }
        return lowest;
    }

    private static Optional<Integer> lower(Optional<Integer> lowest, String capacity) {
        try {
            int percent = Integer.parseInt(capacity);
            return Optional.of(Math.min(percent, lowest.orElse(percent)));
        } catch (NumberFormatException e) {
            return lowest;
        }
    }

    /** Whether NetworkManager takes the line for a metered one; without it nobody knows, and it is not. */
    boolean metered() throws IOException {
        Path busctl = root.resolve("usr/bin/busctl");
        if (!Files.isDirectory(run.resolve("NetworkManager")) || !Files.isExecutable(busctl)) {
            return false;
        }
        String answer = Command.of(
                        busctl.toString(),
                        "get-property",
                        "org.freedesktop.NetworkManager",
                        "/org/freedesktop/NetworkManager",
                        "org.freedesktop.NetworkManager",
                        "Metered")
                .withInheritedEnvironment()
                .withTimeout(Duration.ofSeconds(30))
                .run()
                .output()
                .strip();
        // NMMetered: 1 yes, 3 so it seems.
        return answer.equals("u 1") || answer.equals("u 3");
    }

    /** Who is logged in, as systemd-logind keeps it. */
    List<String> users() throws IOException {
        Path sessions = run.resolve("systemd/sessions");
        List<String> users = new ArrayList<>();
        if (Files.isDirectory(sessions)) {
            try (Stream<Path> list = Files.list(sessions)) {
                for (Path session : list.sorted().toList()) {
                    String text = Files.isRegularFile(session) ? text(session) : "";
                    if (value(text, "CLASS").equals("user")
                            && !value(text, "STATE").equals("closing")
                            && !users.contains(value(text, "USER"))) {
                        users.add(value(text, "USER"));
                    }
                }
            }
        }
        return users;
    }

    /** Changes with each boot. */
    String boot() throws IOException {
        return text(root.resolve("proc/sys/kernel/random/boot_id"));
    }

    private static String value(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElse("");
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }
}
