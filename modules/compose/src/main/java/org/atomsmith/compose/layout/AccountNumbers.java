package org.atomsmith.compose.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a tree's users and groups. Hosts keep files in {@code /var} under these numbers for years: a user that
 * changed its number would own another's files.
 *
 * @param users uid by name
 * @param groups gid by name
 */
public record AccountNumbers(SortedMap<String, Integer> users, SortedMap<String, Integer> groups) {
    /** Their key in a lockfile's metadata. */
    public static final String METADATA = "accounts";

    static final String PASSWD = "etc/passwd";
    static final String GROUP = "etc/group";
    private static final int NUMBER = 2;

    /** No accounts. */
    public static final AccountNumbers NONE = new AccountNumbers(new TreeMap<>(), new TreeMap<>());

    /** Copies the maps. */
    public AccountNumbers {
        users = Collections.unmodifiableSortedMap(new TreeMap<>(users));
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    }

    /** Those of the lines of a {@code passwd} and a {@code group} file. */
    public static AccountNumbers of(String passwd, String group) {
        return new AccountNumbers(numbers(passwd), numbers(group));
    }

    /** Those of a tree's {@code /etc}. */
    public static AccountNumbers read(FileTree tree, ObjectStore objects) throws IOException {
        return of(text(tree, PASSWD, objects), text(tree, GROUP, objects));
    }

    /**
     * What {@link #toMetadata} made, as a lockfile has it; values that are no numbers are left out.
     *
     * @param metadata a lockfile's metadata
     */
    public static Optional<AccountNumbers> fromMetadata(Map<String, Object> metadata) {
        return metadata.get(METADATA) instanceof Map<?, ?> accounts
                ? Optional.of(new AccountNumbers(numbers(accounts.get("users")), numbers(accounts.get("groups"))))
                : Optional.empty();
    }

    /** For a lockfile's metadata. */
    public Map<String, Object> toMetadata() {
        return new TreeMap<>(Map.of("users", users, "groups", groups));
    }

    static String text(FileTree tree, String path, ObjectStore objects) throws IOException {
        return tree.get(path).orElse(null) instanceof Node.File file
                ? new String(objects.read(file), StandardCharsets.UTF_8)
                : "";
    }

    private static SortedMap<String, Integer> numbers(String lines) {
        TreeMap<String, Integer> numbers = new TreeMap<>();
        for (String line : lines.lines().toList()) {
            String[] fields = line.split(":", -1);
            if (fields.length > NUMBER && fields[NUMBER].matches("[0-9]{1,9}")) {
                numbers.put(fields[0], Integer.parseInt(fields[NUMBER]));
            }
        }
        return numbers;
    }

    private static SortedMap<String, Integer> numbers(@Nullable Object values) {
        TreeMap<String, Integer> numbers = new TreeMap<>();
        if (values instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (value instanceof Number number) {
                    numbers.put(String.valueOf(name), number.intValue());
                }
            });
        }
        return numbers;
    }
}
