package org.atomsmith.image.customization;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** One of the files passwd, shadow, group and gshadow: lines of fields with colons, in their order. */
final class AccountTable {
    private final String path;
    private final List<String[]> rows = new ArrayList<>();
    private boolean changed;

    /** Reads a table of {@code /etc}. */
    AccountTable(String path, Draft draft) throws IOException {
        this.path = path;
        for (String line : draft.text(path).orElse("").lines().toList()) {
            rows.add(line.split(":", -1));
        }
    }

    Optional<String[]> row(String name) {
        return rows.stream().filter(r -> r[0].equals(name)).findFirst();
    }

    void add(String... fields) {
        rows.add(fields);
        changed = true;
    }

    void set(String[] row, int field, String value) {
        if (field < row.length && !row[field].equals(value)) {
            row[field] = value;
            changed = true;
        }
    }

    /** Adds a name to a field that lists names. */
    void join(String[] row, int field, String name) {
        List<String> names = new ArrayList<>(Arrays.asList(row[field].split(",")));
        names.removeIf(String::isEmpty);
        if (!names.contains(name)) {
            names.add(name);
            set(row, field, String.join(",", names));
        }
    }

    List<String> names() {
        return rows.stream().map(r -> r[0]).toList();
    }

    /** The numbers in a field. */
    Set<Long> numbers(int field) {
        Set<Long> numbers = new TreeSet<>();
        for (String[] row : rows) {
            number(row, field).ifPresent(numbers::add);
        }
        return numbers;
    }

    static OptionalLong number(String[] row, int field) {
        return field < row.length && row[field].matches("[0-9]{1,10}")
                ? OptionalLong.of(Long.parseLong(row[field]))
                : OptionalLong.empty();
    }

    /** Writes the table, when something in it was changed. */
    void writeTo(Draft draft, int mode) {
        if (changed) {
            StringBuilder text = new StringBuilder();
            rows.forEach(row -> text.append(String.join(":", row)).append('\n'));
            draft.rewrite(path, mode, text.toString());
        }
    }
}
