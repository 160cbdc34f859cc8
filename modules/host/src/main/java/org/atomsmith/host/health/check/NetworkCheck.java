package org.atomsmith.host.health.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * There is a default route, which the kernel only takes where a card has an address. A machine that had no network when it last was healthy
 * needs none: an update must not fail for a cable that was never there.
 */
final class NetworkCheck implements HealthCheck {
    private static final String ANY_IPV6 = "0".repeat(32);
    private static final int UP = 1;

    @Override
    public String name() {
        return "network";
    }

    @Override
    public boolean required() {
        return true;
    }

    @Override
    public Finding run(CheckedSystem system) throws IOException {
        if (!hasCard(system.root())) {
            return Finding.skipped("no network card");
        }
        String found = route(system.root());
        if (!found.isEmpty()) {
            return Finding.passed("default route by " + found);
        }
        return system.hadNetwork()
                ? Finding.failed("no default route; 'networkctl' or 'ip address' says what the cards have")
                : Finding.skipped("no default route, as before");
    }

    /** The card of a default route; empty when there is none. */
    static String route(Path root) throws IOException {
        // Columns: interface, destination, gateway, flags, in hexadecimal (proc(5)).
        for (String line : lines(root.resolve("proc/net/route"))) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length > 3 && columns[1].equals("00000000") && isUp(columns[3])) {
                return columns[0];
            }
        }
        // Columns: destination, its length, source, its length, next hop, metric, references, use, flags, interface.
        for (String line : lines(root.resolve("proc/net/ipv6_route"))) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length > 9
                    && columns[0].equals(ANY_IPV6)
                    && columns[1].equals("00")
                    && !columns[9].equals("lo")
                    && isUp(columns[8])) {
                return columns[9];
            }
        }
        return "";
    }

    private static boolean isUp(String flags) {
        try {
            return (Long.parseLong(flags, 16) & UP) != 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Links that no device stands behind (bridges, tunnels, the loop) do not count. */
    private static boolean hasCard(Path root) throws IOException {
        Path net = root.resolve("sys/class/net");
        if (!Files.isDirectory(net)) {
            return false;
        }
        try (Stream<Path> links = Files.list(net)) {
            return links.anyMatch(link -> Files.exists(link.resolve("device")));
        }
    }
}
