package org.atomsmith.compose.layout;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/** Fills {@code /var} again with what {@link StateToTmpfiles} took out of it. Caches and logs that it dropped stay away. */
final class StateFromTmpfiles implements LayoutRule {
    private static final int LAST_FIELD = 7;
    private static final int TYPE = 0;
    private static final int PATH = 1;
    private static final int MODE = 2;
    private static final int USER = 3;
    private static final int GROUP = 4;
    private static final int ARGUMENT = 6;

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        String rules = AccountNumbers.text(tree, StateToTmpfiles.RULES, objects);
        AccountNumbers accounts = AccountNumbers.read(tree, objects);
        for (String line : rules.lines().filter(l -> !l.startsWith("#")).toList()) {
            String[] fields = line.split(" ", LAST_FIELD);
            String path = unquoted(fields[PATH]).substring(1);
            switch (fields[TYPE]) {
                case "d" -> {
                    tree.put(
                            path,
                            new Node.Directory(
                                    number(fields[USER], accounts.users()),
                                    number(fields[GROUP], accounts.groups()),
                                    Integer.parseInt(fields[MODE], 8),
                                    Node.noXattrs()));
                }
                case "L" -> tree.put(path, new Node.Symlink(0, 0, fields[ARGUMENT]));
                case "C" -> {
                    Optional<Node> kept = tree.get(StateToTmpfiles.FACTORY + path);
                    kept.ifPresent(node -> tree.put(path, node));
                    tree.remove(StateToTmpfiles.FACTORY + path);
                }
                case "f" ->
                    tree.put(
                            path,
                            objects.store(
                                    new byte[0],
                                    number(fields[USER], accounts.users()),
                                    number(fields[GROUP], accounts.groups()),
                                    Integer.parseInt(fields[MODE], 8)));
                default ->
                    throw new LayoutException("/" + StateToTmpfiles.RULES + ": a line that is not ours: " + line);
            }
        }
        tree.remove(StateToTmpfiles.RULES);
        removeEmpty(tree, StateToTmpfiles.FACTORY + "var");
        systemsOwn(tree);
    }

    /** What every running system has, and programs expect: scriptlets too. */
    private static void systemsOwn(FileTree tree) {
        for (Map.Entry<String, String> link :
                Map.of("var/run", "/run", "var/lock", "/run/lock").entrySet()) {
            if (!tree.has(link.getKey())) {
                tree.put(link.getKey(), new Node.Symlink(0, 0, link.getValue()));
            }
        }
        if (!tree.has("var/tmp")) {
            tree.put("var/tmp", new Node.Directory(0, 0, 01777, Node.noXattrs()));
        }
    }

    private static void removeEmpty(FileTree tree, String directory) {
        boolean empty = tree.below(directory).values().stream().allMatch(Node.Directory.class::isInstance);
        if (empty && tree.has(directory)) {
            tree.remove(directory);
            String parent = FileTree.parent(directory);
            if (tree.children(parent).isEmpty() && !parent.equals("usr/share")) {
                tree.remove(parent);
            }
        }
    }

    private static int number(String owner, Map<String, Integer> accounts) {
        Integer number = accounts.get(owner);
        return number != null ? number : Integer.parseInt(owner);
    }

    private static String unquoted(String path) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            if (path.startsWith("\\x20", i)) {
                text.append(' ');
                i += 3;
            } else if (path.startsWith("\\\\", i) || path.startsWith("%%", i)) {
                text.append(path.charAt(i++));
            } else {
                text.append(path.charAt(i));
            }
        }
        return text.toString();
    }
}
