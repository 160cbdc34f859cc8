package org.atomsmith.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tries what composing does: scriptlets and file owners need namespaces where this user is root and may mount. Where it
 * fails, says which of the usual reasons it is.
 */
final class NamespaceCheck implements Check {
    private static final String IDS = "subordinate user ids";
    private static final String NAMESPACE = "namespaces";

    // SUB_UID_MIN and SUB_UID_COUNT of login.defs(5).
    private static final long FIRST = 100_000;
    private static final long RANGE = 65_536;

    @Override
    public List<Finding> look(Machine machine) {
        List<Finding> findings = new ArrayList<>();
        if (machine.uid() != 0) {
            findings.add(subordinateIds(machine));
        }
        findings.add(namespace(machine));
        return findings;
    }

    /** The words that the launcher starts a composing command with. */
    static List<String> inside(Machine machine, String... words) {
        Stream<String> user = machine.uid() == 0 ? Stream.of() : Stream.of("--user", "--map-auto", "--map-root-user");
        Stream<String> mount = Stream.of("--mount", "--propagation", "private", "--");
        return Stream.of(Stream.of("unshare"), user, mount, Stream.of(words))
                .flatMap(each -> each)
                .toList();
    }

    private static Finding subordinateIds(Machine machine) {
        boolean users = hasRange(machine, machine.text("/etc/subuid"));
        boolean groups = hasRange(machine, machine.text("/etc/subgid"));
        return users && groups
                ? Finding.ok(IDS, "in /etc/subuid and /etc/subgid")
                : Finding.missing(
                        IDS,
                        "none for " + machine.user() + " in " + (users ? "/etc/subgid" : "/etc/subuid"),
                        "usermod --add-subuids %1$s --add-subgids %1$s %2$s".formatted(free(machine), machine.user()));
    }

    /** 65536 ids behind all that are given already. */
    private static String free(Machine machine) {
        Pattern given = Pattern.compile("[^:]*:([0-9]{1,10}):([0-9]{1,10})");
        long first = Stream.of("/etc/subuid", "/etc/subgid")
                .flatMap(table -> machine.text(table).lines())
                .map(given::matcher)
                .filter(Matcher::matches)
                .mapToLong(line -> Long.parseLong(line.group(1)) + Long.parseLong(line.group(2)))
                .reduce(FIRST, Math::max);
        return first + "-" + (first + RANGE - 1);
    }

    /** Lines are {@code user:first:count}, the user by name or number (subuid(5)). */
    private static boolean hasRange(Machine machine, String table) {
        return table.lines()
                .anyMatch(line -> line.startsWith(machine.user() + ":") || line.startsWith(machine.uid() + ":"));
    }

    private static Finding namespace(Machine machine) {
        Machine.Outcome outcome = machine.run(inside(machine, "true"));
        if (outcome.done()) {
            return Finding.ok(NAMESPACE, "mounting in a namespace of one's own works");
        }
        return Finding.missing(NAMESPACE, outcome.output(), remedy(machine));
    }

    private static String remedy(Machine machine) {
        if (machine.text("/proc/sys/user/max_user_namespaces").strip().equals("0")) {
            return "sysctl user.max_user_namespaces=15000";
        }
        if (machine.text("/proc/sys/kernel/unprivileged_userns_clone").strip().equals("0")) {
            return "sysctl kernel.unprivileged_userns_clone=1";
        }
        if (machine.text("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
                .strip()
                .equals("1")) {
            return "sysctl kernel.apparmor_restrict_unprivileged_userns=0";
        }
        return "in a container, start it with the right to make namespaces (for docker: --security-opt"
                + " seccomp=unconfined --cap-add SYS_ADMIN)";
    }
}
