package org.atomsmith.ostree.repo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes the text of a key file into one that says something else, and leaves the rest as somebody wrote it: comments,
 * blank lines, the order of groups and keys, the blanks around them.
 */
final class KeyFileEdit {
    private final KeyFile after;
    private final List<Block> blocks = new ArrayList<>();

    /** A group's lines, or those before the first group, whose name is empty. Comments just above a group are its own. */
    private static final class Block {
        private final String group;
        private final List<String> above = new ArrayList<>();
        private final List<String> lines = new ArrayList<>();

        Block(String group) {
            this.group = group;
        }
    }

    private KeyFileEdit(String before, KeyFile after) {
        this.after = after;
        Block block = new Block("");
        blocks.add(block);
        String text = before.endsWith("\n") ? before.substring(0, before.length() - 1) : before;
        for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
            String trimmed = KeyFile.stripped(line);
            if (trimmed.startsWith("[") && trimmed.endsWith("]")) {
                Block next = new Block(trimmed.substring(1, trimmed.length() - 1));
                takeComments(block, next);
                next.above.add(line);
                block = next;
                blocks.add(block);
            } else {
                block.lines.add(line);
            }
        }
    }

    private static void takeComments(Block from, Block to) {
        int begin = from.lines.size();
        while (begin > 0 && KeyFile.stripped(from.lines.get(begin - 1)).startsWith("#")) {
            begin--;
        }
        // What the file begins with speaks of the file.
        if (!from.group.isEmpty() || begin > 0) {
            List<String> comments = from.lines.subList(begin, from.lines.size());
            to.above.addAll(comments);
            comments.clear();
        }
    }

    /** The text of a file that says what {@code after} does, as much like {@code before} as that can be. */
    static String apply(String before, KeyFile after) {
        return new KeyFileEdit(before, after).text();
    }

    private String text() {
        Map<String, Block> last = new HashMap<>();
        blocks.forEach(block -> last.put(block.group, block));
        List<String> lines = new ArrayList<>(blocks.getFirst().lines);
        for (Block block : blocks.subList(1, blocks.size())) {
            if (after.groups().containsKey(block.group)) {
                lines.addAll(block.above);
                lines.addAll(changed(block, last.get(block.group) == block));
            }
        }
        after.groups().forEach((group, keys) -> {
            if (!last.containsKey(group)) {
                if (!lines.isEmpty() && !lines.getLast().isBlank()) {
                    lines.add("");
                }
                lines.add("[" + group + "]");
                keys.forEach((key, value) -> lines.add(KeyFile.line(key, value)));
            }
        });
        while (!lines.isEmpty() && lines.getLast().isBlank()) {
            lines.removeLast();
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** The lines of a group with the values that hold now; when it is the last of its name, with new keys as well. */
    private List<String> changed(Block block, boolean isLast) {
        Map<String, String> keys = after.groups().getOrDefault(block.group, new LinkedHashMap<>());
        List<String> lines = new ArrayList<>();
        Set<String> written = new HashSet<>();
        for (String line : block.lines) {
            String trimmed = KeyFile.stripped(line);
            int equals = trimmed.indexOf('=');
            if (trimmed.startsWith("#") || equals <= 0) {
                lines.add(line);
                continue;
            }
            String key = KeyFile.stripped(trimmed.substring(0, equals));
            if (keys.containsKey(key) && written.add(key)) {
                String value = keys.getOrDefault(key, "");
                String now = KeyFile.unescape(KeyFile.stripped(trimmed.substring(equals + 1)));
                lines.add(now.equals(value) ? line : KeyFile.line(key, value));
            }
        }
        if (isLast) {
            int end = lines.size();
            while (end > 0 && lines.get(end - 1).isBlank()) {
                end--;
            }
            Set<String> elsewhere = writtenBefore(block);
            List<String> added = new ArrayList<>();
            keys.forEach((key, value) -> {
                if (!written.contains(key) && !elsewhere.contains(key)) {
                    added.add(KeyFile.line(key, value));
                }
            });
            lines.addAll(end, added);
        }
        return lines;
    }

    /** Keys that blocks of the same name before this one have. */
    private Set<String> writtenBefore(Block block) {
        Set<String> keys = new HashSet<>();
        for (Block earlier : blocks) {
            if (earlier == block) {
                break;
            }
            if (earlier.group.equals(block.group)) {
                for (String line : earlier.lines) {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        keys.add(KeyFile.stripped(line.substring(0, equals)));
                    }
                }
            }
        }
        return keys;
    }
}
