package org.atomsmith.compose.treefile;

import java.nio.file.Path;
import java.util.List;

/**
 * A text file that was read, kept so that an error found much later can still show the line it is about.
 *
 * @param path the file, as it is named to the user
 * @param lines its lines, without their ends
 */
public record SourceText(Path path, List<String> lines) {

    /** Copies the lines. */
    public SourceText {
        lines = List.copyOf(lines);
    }

    /** Splits a text at LF, CRLF or CR. */
    public static SourceText of(Path path, String text) {
        return new SourceText(path, text.lines().toList());
    }

    /** Line {@code number}, counted from 1; empty when the file has no such line. */
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    /** The file's name alone: a text is not printed whole. */
    @Override
    public String toString() {
        return path.toString();
    }
}
