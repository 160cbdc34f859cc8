package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.PackageTree;

/** Users and groups by name, as a tree's {@code passwd} and {@code group} have them. */
public final class Accounts {
    private static final int ROOT = 0;

    private final Map<String, Integer> users;
    private final Map<String, Integer> groups;

    private Accounts(Map<String, Integer> users, Map<String, Integer> groups) {
        this.users = users;
        this.groups = groups;
    }

    /** Only root. */
    public static Accounts none() {
        return new Accounts(Map.of("root", ROOT), Map.of("root", ROOT));
    }

    /** Reads {@code /etc/passwd} and {@code /etc/group} (and {@code /usr/lib}'s) under a root; missing files are empty. */
    public static Accounts read(Path root) throws IOException {
        Map<String, Integer> users = new HashMap<>(Map.of("root", ROOT));
        Map<String, Integer> groups = new HashMap<>(Map.of("root", ROOT));
        for (String directory : new String[] {"usr/lib", "etc"}) {
            numbers(root.resolve(directory).resolve("passwd"), users);
            numbers(root.resolve(directory).resolve("group"), groups);
        }
        return new Accounts(users, groups);
    }

    /** An entry's node with the numbers that its owner's names have here; names that are not known keep the number. */
    Node resolve(PackageTree.Entry entry) {
        Node node = entry.node();
        int uid = entry.user().isEmpty() ? node.uid() : users.getOrDefault(entry.user(), node.uid());
        int gid = entry.group().isEmpty() ? node.gid() : groups.getOrDefault(entry.group(), node.gid());
        return uid == node.uid() && gid == node.gid() ? node : node.owned(uid, gid, node.mode());
    }

    private static void numbers(Path file, Map<String, Integer> to) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 3 && !fields[2].isEmpty() && fields[2].chars().allMatch(Character::isDigit)) {
                to.put(fields[0], Integer.parseInt(fields[2]));
            }
        }
    }
}
