package org.atomsmith.compose.treefile;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A place in a text file.
 *
 * @param source the file
 * @param line counted from 1; 0 for the file as a whole
 * @param column in code points, counted from 1; 0 for the line as a whole
 */
public record Position(SourceText source, int line, int column) {
    private static final int EXCERPT_WIDTH = 120;
    /** A password hash of crypt(5), or what stands behind the word password: messages end up in logs. */
    private static final Pattern SECRET = Pattern.compile("\\$(?:[1567y]|2[abxy]|gy|sm3|md5|sha1)\\$[^\\s\"']+"
            + "|(?<=password[\"']{0,1} {0,4}: {0,4}[\"']{0,1})[^\\s\"',}]+");

    /** The file. */
    public Path file() {
        return source.path();
    }

    /** The line as a whole: a message about it shows no excerpt, as one about a secret must not. */
    public Position wholeLine() {
        return new Position(source, line, 0);
    }

    /** The line with a caret under the place: two lines, indented; empty when there is nothing to show. */
    public String excerpt() {
        String text = SECRET.matcher(source.line(line))
                .replaceAll(secret -> "*".repeat(secret.group().length()));
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
