package org.atomsmith.compose.treefile;

import java.nio.file.Path;

/**
 * A place in a text file.
 *
 * @param source the file
 * @param line counted from 1; 0 for the file as a whole
 * @param column in code points, counted from 1; 0 for the line as a whole
 */
public record Position(SourceText source, int line, int column) {
    private static final int EXCERPT_WIDTH = 120;

    /** The file. */
    public Path file() {
        return source.path();
    }

    /** The line with a caret under the place: two lines, indented; empty when there is nothing to show. */
    public String excerpt() {
        String text = source.line(line);
        int[] points = text.codePoints().limit(4096).toArray();
        if (text.isBlank() || column < 1 || column > points.length + 1) {
            return "";
        }
        int from = column <= EXCERPT_WIDTH ? 0 : column - EXCERPT_WIDTH / 2;
        int to = Math.min(points.length, from + EXCERPT_WIDTH);
        StringBuilder shown = new StringBuilder("    ");
        for (int i = from; i < to; i++) {
            // One column each, so that the caret stands where it should.
            shown.appendCodePoint(Character.isISOControl(points[i]) ? ' ' : points[i]);
        }
        return shown.toString().stripTrailing() + "\n    " + " ".repeat(column - 1 - from) + "^";
    }

    /** Writes {@code file:line:column}, without what has no meaning. */
    @Override
    public String toString() {
        return source.path() + (line > 0 ? ":" + line + (column > 0 ? ":" + column : "") : "");
    }
}
