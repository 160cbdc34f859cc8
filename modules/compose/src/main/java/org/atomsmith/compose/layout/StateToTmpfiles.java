package org.atomsmith.compose.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/**
 * Empties {@code /var}, which belongs to the machine, and leaves instructions to make it at boot: a {@code tmpfiles.d}
 * file creates its directories and links and copies its files from {@code /usr/share/factory/var}. Caches and logs are
 * dropped; but an empty log that a package prepared ({@code /var/log/btmp}) is made again, as programs write only to one
 * that exists.
 */
final class StateToTmpfiles implements LayoutRule {
    static final String RULES = "usr/lib/tmpfiles.d/atomsmith-var.conf";
    static final String FACTORY = "usr/share/factory/";
    private static final String LOGS = "var/log/";
    private static final List<String> DROPPED_FILES_IN =
            List.of("var/cache/", LOGS, "var/tmp/", "var/lib/apt/", "var/backups/", "var/lib/systemd/catalog/");
    /** Links and directories that systemd's own tmpfiles.d make on every host. */
    private static final Set<String> SYSTEMS_OWN = Set.of("var/run", "var/lock", "var/tmp");

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        AccountNumbers accounts = AccountNumbers.read(tree, objects);
        Map<Integer, String> users = names(accounts.users());
        Map<Integer, String> groups = names(accounts.groups());
        StringBuilder rules = new StringBuilder("# What packages left in /var, made anew on each machine.\n");
        Map<String, Node> factory = new java.util.TreeMap<>();
        for (Map.Entry<String, Node> e : new ArrayList<>(tree.below("var").entrySet())) {
            String path = e.getKey();
            if (SYSTEMS_OWN.contains(path) || path.startsWith("var/tmp/")) {
                continue;
            }
            switch (e.getValue()) {
                case Node.Directory d -> line(rules, "d", path, d, users, groups);
                case Node.Symlink s ->
                    rules.append("L /")
                            .append(quoted(path))
                            .append(" - - - - ")
                            .append(s.target())
                            .append('\n');
                case Node.File f -> {
                    if (DROPPED_FILES_IN.stream().noneMatch(path::startsWith)) {
                        line(rules, "C", path, f, users, groups);
                        factory.put(FACTORY + path, f);
                    } else if (path.startsWith(LOGS) && f.size() == 0) {
                        line(rules, "f", path, f, users, groups);
                    }
                }
            }
        }
        for (String name : tree.children("var")) {
            tree.remove("var/" + name);
        }
        factory.forEach(tree::put);
        tree.put(RULES, objects.store(rules.toString().getBytes(StandardCharsets.UTF_8), 0, 0, 0644));
    }

    /** Owners by name where they have one: what counts at boot is the machine's own {@code /etc/passwd}. */
    private static void line(
            StringBuilder to,
            String type,
            String path,
            Node node,
            Map<Integer, String> users,
            Map<Integer, String> groups) {
        to.append(type)
                .append(" /")
                .append(quoted(path))
                .append(String.format(
                        Locale.ROOT,
                        " %04o %s %s - -\n",
                        node.mode(),
                        users.getOrDefault(node.uid(), Integer.toString(node.uid())),
                        groups.getOrDefault(node.gid(), Integer.toString(node.gid()))));
    }

    /** Names by number; the first in the alphabet where two share one. */
    private static Map<Integer, String> names(Map<String, Integer> numbers) {
        Map<Integer, String> names = new HashMap<>();
        numbers.forEach((name, number) -> names.putIfAbsent(number, name));
        return names;
    }

    /** Spelled as tmpfiles.d(5) wants it: specifiers doubled, white space escaped. */
    private static String quoted(String path) {
        return path.replace("%", "%%").replace("\\", "\\\\").replace(" ", "\\x20");
    }
}
