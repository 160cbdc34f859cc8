package org.atomsmith.compose.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/**
 * Gives users and groups the numbers that they had in an earlier build. Scriptlets take the next free number, so that a
 * package more or less shifts those of others; here they are put back, in {@code passwd}, {@code group} and the owners of
 * files, and a new name that took an old one's number gets another. Access lists in extended attributes are not changed:
 * packages set none by number.
 */
public final class StableAccounts implements LayoutRule {
    /** The numbers of system accounts that are given out as needed, by Debian's policy and systemd's. */
    private static final int FIRST = 100;

    private static final int LAST = 999;

    private final AccountNumbers earlier;
    private final GivenAccounts given;

    /** A rule that restores these numbers. */
    public StableAccounts(AccountNumbers earlier) {
        this(earlier, GivenAccounts.NONE);
    }

    /** A rule that restores these numbers and adds these accounts, whose numbers are among them. */
    public StableAccounts(AccountNumbers earlier, GivenAccounts given) {
        this.earlier = earlier;
        this.given = given;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        AccountNumbers now = AccountNumbers.read(tree, objects);
        Set<Integer> taken = new HashSet<>();
        for (AccountNumbers numbers : new AccountNumbers[] {earlier, now}) {
            taken.addAll(numbers.users().values());
            taken.addAll(numbers.groups().values());
        }
        Map<String, Integer> moved = new HashMap<>();
        List<String> newUsers = missing(given.users(), now.users());
        List<String> newGroups = missing(given.groups(), now.groups());
        Map<Integer, Integer> users = changes(now.users(), earlier.users(), names(newUsers), taken, moved);
        Map<Integer, Integer> groups = changes(now.groups(), earlier.groups(), names(newGroups), taken, moved);
        renumber(tree, objects, users, groups);
        append(tree, objects, AccountNumbers.PASSWD, newUsers);
        append(tree, objects, AccountNumbers.GROUP, newGroups);
        append(tree, objects, "etc/shadow", locked(tree, "etc/shadow", newUsers, ":!*:::::::"));
        append(tree, objects, "etc/gshadow", locked(tree, "etc/gshadow", newGroups, ":!*::"));
    }

    private static List<String> missing(List<String> lines, SortedMap<String, Integer> now) {
        return lines.stream()
                .filter(line -> !now.containsKey(GivenAccounts.name(line)))
                .toList();
    }

    private static Set<String> names(List<String> lines) {
        return lines.stream().map(GivenAccounts::name).collect(Collectors.toSet());
    }

    /** Lines that let nobody in, for trees that have such a file. */
    private static List<String> locked(FileTree tree, String path, List<String> lines, String rest) {
        return tree.has(path)
                ? lines.stream().map(line -> GivenAccounts.name(line) + rest).toList()
                : List.of();
    }

    private static void append(FileTree tree, ObjectStore objects, String path, List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        String before = AccountNumbers.text(tree, path, objects);
        String text =
                before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + String.join("\n", lines) + "\n";
        Node old = tree.get(path).orElse(null);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tree.put(
                path,
                old == null
                        ? objects.store(bytes, 0, 0, 0644)
                        : objects.store(bytes, old.uid(), old.gid(), old.mode()));
    }

    private static void renumber(
            FileTree tree, ObjectStore objects, Map<Integer, Integer> users, Map<Integer, Integer> groups)
            throws IOException {
        if (users.isEmpty() && groups.isEmpty()) {
            return;
        }
        rewrite(tree, objects, AccountNumbers.PASSWD, users, groups);
        rewrite(tree, objects, AccountNumbers.GROUP, groups, Map.of());
        Map<String, Node> owned = new TreeMap<>();
        tree.forEach((path, node) -> {
            int uid = users.getOrDefault(node.uid(), node.uid());
            int gid = groups.getOrDefault(node.gid(), node.gid());
            if (uid != node.uid() || gid != node.gid()) {
                owned.put(path, node.owned(uid, gid, node.mode()));
            }
        });
        owned.forEach(tree::put);
    }

    /** New number by present number. A name keeps one new number as a user and as a group. */
    private static Map<Integer, Integer> changes(
            SortedMap<String, Integer> now,
            SortedMap<String, Integer> earlier,
            Set<String> coming,
            Set<Integer> taken,
            Map<String, Integer> moved) {
        Map<Integer, String> owners = new HashMap<>();
        earlier.forEach((name, number) -> owners.put(number, name));
        Map<Integer, Integer> changes = new HashMap<>();
        now.forEach((name, number) -> {
            Integer before = earlier.get(name);
            int to;
            if (before != null) {
                to = before;
            } else if (owners.containsKey(number)
                    && (now.containsKey(owners.get(number)) || coming.contains(owners.get(number)))) {
                to = moved.computeIfAbsent(name, _ -> free(taken));
            } else {
                to = number;
            }
            if (to != number) {
                changes.put(number, to);
            }
        });
        return changes;
    }

    private static int free(Set<Integer> taken) {
        for (int number = LAST; number >= FIRST; number--) {
            if (taken.add(number)) {
                return number;
            }
        }
        throw new IllegalStateException("all numbers of system accounts, " + FIRST + " to " + LAST + ", are taken");
    }

    /** Replaces the third field, and in {@code passwd} the fourth. */
    private static void rewrite(
            FileTree tree, ObjectStore objects, String path, Map<Integer, Integer> third, Map<Integer, Integer> fourth)
            throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : AccountNumbers.text(tree, path, objects).lines().toList()) {
            String[] fields = line.split(":", -1);
            replace(fields, 2, third);
            replace(fields, 3, fourth);
            text.append(String.join(":", fields)).append('\n');
        }
        Node old = tree.get(path).orElseThrow();
        tree.put(
                path,
                objects.store(text.toString().getBytes(StandardCharsets.UTF_8), old.uid(), old.gid(), old.mode()));
    }

    private static void replace(String[] fields, int index, Map<Integer, Integer> numbers) {
        if (index < fields.length && fields[index].matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(fields[index]);
            fields[index] = Integer.toString(numbers.getOrDefault(number, number));
        }
    }
}
