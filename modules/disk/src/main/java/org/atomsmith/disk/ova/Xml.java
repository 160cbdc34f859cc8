package org.atomsmith.disk.ova;

/** Writes XML, one element a line. */
final class Xml {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private int depth;

    /**
     * Begins an element.
     *
     * @param attributes names and values by turns
     */
    Xml begin(String name, String... attributes) {
        open(name, attributes);
        text.append(">\n");
        depth++;
        return this;
    }

    /** Ends an element that was begun. */
    Xml end(String name) {
        depth--;
        text.append(INDENT.repeat(depth)).append("</").append(name).append(">\n");
        return this;
    }

    /** An element without content. */
    Xml empty(String name, String... attributes) {
        open(name, attributes);
        text.append("/>\n");
        return this;
    }

    /** An element with text. */
    Xml text(String name, String content) {
        text.append(INDENT.repeat(depth)).append('<').append(name).append('>');
        text.append(escaped(content)).append("</").append(name).append(">\n");
        return this;
    }

    /** Blanks between elements. */
    Xml blanks(int count) {
        text.append(" ".repeat(count));
        return this;
    }

    private void open(String name, String... attributes) {
        text.append(INDENT.repeat(depth)).append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            text.append(escaped(attributes[i + 1])).append('"');
        }
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        value.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    if (c < ' ' || c >= 0xD800 && c < 0xE000 || c == 0xFFFE || c == 0xFFFF) {
                        throw new IllegalArgumentException(
                                "'" + value + "' cannot be in XML: it has the character U+" + Integer.toHexString(c));
                    }
                    escaped.appendCodePoint(c);
                }
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
