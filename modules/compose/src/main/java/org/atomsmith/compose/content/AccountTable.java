package org.atomsmith.compose.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Position;
import org.atomsmith.compose.treefile.Problems;
import org.atomsmith.compose.treefile.TextDocument;

/**
 * The lines of a {@code passwd} or {@code group} file (passwd(5), group(5)).
 *
 * @param ids by name: the uid and the gid of a user, the gid of a group; each with its line
 * @param lines as they are written
 */
record AccountTable(SortedMap<String, Located<List<Integer>>> ids, List<String> lines) {
    private static final int USER_FIELDS = 7;
    private static final int GROUP_FIELDS = 4;
    private static final String ID = "[0-9]{1,9}";

    /**
     * Reads a file that people wrote.
     *
     * @throws org.atomsmith.compose.treefile.TreefileException when a line is no account, with all that are not
     */
    static AccountTable read(Path file, boolean users) throws IOException {
        TextDocument document = TextDocument.read(file);
        Problems problems = new Problems();
        TreeMap<String, Located<List<Integer>>> ids = new TreeMap<>();
        List<String> lines = new ArrayList<>();
        for (int number = 1; number <= document.source().lines().size(); number++) {
            String line = document.source().line(number);
            Position at = new Position(document.source(), number, 1);
            String[] fields = line.split(":", -1);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!isAccount(fields, users)) {
                problems.error(
                        at,
                        users ? "this is no line of passwd" : "this is no line of group",
                        users ? "write name:x:uid:gid:comment:home:shell" : "write name:x:gid:members");
            } else if (ids.putIfAbsent(fields[0], new Located<>(numbers(fields, users), at)) != null) {
                problems.error(at, "'" + fields[0] + "' is there twice", "remove one");
            } else {
                lines.add(line);
            }
        }
        problems.throwIfAny();
        return new AccountTable(ids, List.copyOf(lines));
    }

    /** The ids in a text that a system wrote; what is no account is passed over. */
    static Map<String, List<Integer>> ids(String text, boolean users) {
        Map<String, List<Integer>> ids = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.split(":", -1);
            if (isAccount(fields, users)) {
                ids.putIfAbsent(fields[0], numbers(fields, users));
            }
        }
        return ids;
    }

    private static boolean isAccount(String[] fields, boolean users) {
        return fields.length == (users ? USER_FIELDS : GROUP_FIELDS)
                && !fields[0].isEmpty()
                && fields[2].matches(ID)
                && (!users || fields[3].matches(ID));
    }

    private static List<Integer> numbers(String[] fields, boolean users) {
        return users
                ? List.of(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]))
                : List.of(Integer.parseInt(fields[2]));
    }
}
