package org.atomsmith.deb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.rpm.TextFileException;

/**
 * Debian's control file format, deb822(5): stanzas separated by blank lines; each a list of {@code Name: value} fields
 * whose value may go on in lines that begin with a space or a tab; lines that begin with {@code #} are comments.
 */
public final class Deb822 {
    private Deb822() {}

    /**
     * One field.
     *
     * @param value without the blanks around it; continuation lines follow a line feed and keep their first blank
     * @param line of the name, from 1
     * @param column of the value's first character, from 1
     */
    public record Field(String name, String value, int line, int column) {}

    /**
     * One stanza; field names are unique in it, compared without case.
     *
     * @param fields in the file's order
     * @param line of its first field, from 1
     */
    public record Stanza(List<Field> fields, int line) {
        public Stanza {
            fields = List.copyOf(fields);
        }

        /** The field of that name. */
        public Optional<Field> field(String name) {
            for (Field field : fields) {
                if (field.name().equalsIgnoreCase(name)) {
                    return Optional.of(field);
                }
            }
            return Optional.empty();
        }

        /** The value of a field, empty when there is no such field. */
        public String value(String name) {
            for (Field field : fields) {
                if (field.name().equalsIgnoreCase(name)) {
                    return field.value();
                }
            }
            return "";
        }
    }

    /**
     * Reads all stanzas.
     *
     * @param file what error messages call the text
     * @throws TextFileException on a line that is no field, no continuation and no comment, and on a field given twice
     */
    public static List<Stanza> parse(String text, String file) throws TextFileException {
        return new Parser(text, file).stanzas();
    }

    /**
     * Reads a text that must hold exactly one stanza.
     *
     * @throws TextFileException when it is malformed or holds none or several
     */
    public static Stanza single(String text, String file) throws TextFileException {
        List<Stanza> stanzas = parse(text, file);
        if (stanzas.size() != 1) {
            int line = stanzas.isEmpty() ? 1 : stanzas.get(1).line();
            throw new TextFileException(file, line, 1, "expected one stanza, found " + stanzas.size());
        }
        return stanzas.getFirst();
    }

    private static final class Parser {
        private final String text;
        private final String file;
        private final List<Stanza> stanzas = new ArrayList<>();
        private List<Field> fields = new ArrayList<>();
        private String name = "";
        private int nameLine;
        private int valueColumn;
        private String value = "";
        private final StringBuilder continued = new StringBuilder();

        Parser(String text, String file) {
            this.text = text;
            this.file = file;
        }

        List<Stanza> stanzas() throws TextFileException {
            int line = 0;
            for (int start = 0; start < text.length(); ) {
                int newline = text.indexOf('\n', start);
                int end = newline < 0 ? text.length() : newline;
                line(start, trimEnd(start, end), ++line);
                start = end + 1;
            }
            endStanza();
            return stanzas;
        }

        private void line(int start, int end, int line) throws TextFileException {
            if (start == end) {
                endStanza();
                return;
            }
            char first = text.charAt(start);
            if (first == ' ' || first == '\t') {
                if (name.isEmpty()) {
                    throw new TextFileException(file, line, 1, "a continuation line with no field before it");
                }
                continued.append('\n').append(text, start, end);
            } else if (first != '#') {
                field(start, end, line);
            }
        }

        private void field(int start, int end, int line) throws TextFileException {
            endField();
            int colon = text.indexOf(':', start);
            if (colon <= start || colon >= end) {
                String found = text.substring(start, Math.min(end, start + 40));
                throw new TextFileException(file, line, 1, "expected 'Name: value', found '" + found + "'");
            }
            for (int i = start; i < colon; i++) {
                char c = text.charAt(i);
                if (c <= ' ' || c >= 0x7f) {
                    String found = text.substring(start, colon);
                    throw new TextFileException(file, line, i - start + 1, "'" + found + "' is not a field name");
                }
            }
            name = text.substring(start, colon);
            nameLine = line;
            int from = colon + 1;
            while (from < end && blank(text.charAt(from))) {
                from++;
            }
            valueColumn = from - start + 1;
            value = text.substring(from, end);
        }

        private void endField() throws TextFileException {
            if (name.isEmpty()) {
                return;
            }
            for (Field field : fields) {
                if (field.name().equalsIgnoreCase(name)) {
                    throw new TextFileException(
                            file, nameLine, 1, "'" + name + "' was already given in line " + field.line());
                }
            }
            String whole = continued.isEmpty() ? value : value + continued;
            fields.add(new Field(name, whole, nameLine, valueColumn));
            name = "";
            continued.setLength(0);
        }

        private void endStanza() throws TextFileException {
            endField();
            if (!fields.isEmpty()) {
                stanzas.add(new Stanza(fields, fields.getFirst().line()));
                fields = new ArrayList<>();
            }
        }

        private int trimEnd(int start, int end) {
            int e = end;
            while (e > start && (blank(text.charAt(e - 1)) || text.charAt(e - 1) == '\r')) {
                e--;
            }
            return e;
        }

        private static boolean blank(char c) {
            return c == ' ' || c == '\t';
        }
    }
}
