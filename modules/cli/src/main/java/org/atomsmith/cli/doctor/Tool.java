package org.atomsmith.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A program of the machine that Atomsmith runs: one line of {@code tools.txt}, which the launcher reads too.
 *
 * @param step what needs it: {@code compose}, {@code image}, {@code boot} or {@code test}
 * @param shownBy a program on PATH, or an absolute path
 * @param debianPackage Debian's package that brings it
 * @param purpose what it is for
 */
record Tool(String step, String shownBy, String debianPackage, String purpose) {

    /** All of the table. */
    static List<Tool> all() {
        try (InputStream in = Objects.requireNonNull(Tool.class.getResourceAsStream("tools.txt"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read tools.txt from the program's jar", e);
        }
    }

    /** Reads lines of four columns; empty ones and those that begin with {@code #} say nothing. */
    static List<Tool> parse(String table) {
        return table.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.split("\\s+", 4))
                .map(columns -> new Tool(columns[0], columns[1], columns[2], columns[3]))
                .toList();
    }
}
