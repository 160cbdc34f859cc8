package org.atomsmith.rpm.create;

import java.nio.charset.StandardCharsets;

/** Builds a piece of an XML document. Characters that XML cannot hold are left out, as createrepo_c does. */
final class XmlText {
    private final StringBuilder out = new StringBuilder(4096);

    /** Adds markup as it is. */
    XmlText raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Adds {@code <name>text</name>} on a line of its own. */
    XmlText element(String indent, String name, String text) {
        out.append(indent).append('<').append(name).append('>');
        return escape(text).raw("</").raw(name).raw(">\n");
    }

    /** Adds a space and {@code name="value"}. */
    XmlText attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        return escape(value).raw("\"");
    }

    /** Adds a space and {@code name="value"}. */
    XmlText attribute(String name, long value) {
        out.append(' ').append(name).append("=\"").append(value).append('"');
        return this;
    }

    /** Adds text. */
    XmlText escape(String text) {
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '>' && c < 0xd800) {
                continue;
            }
            String instead = switch (c) {
                case '&' -> "&amp;";
                case '<' -> "&lt;";
                case '>' -> "&gt;";
                case '"' -> "&quot;";
                // As it is, a parser would read it as the end of a line.
                case '\r' -> "&#13;";
                default -> isXml(text, i) ? null : "";
            };
            if (instead != null) {
                out.append(text, plain, i).append(instead);
                plain = i + 1;
            }
        }
        out.append(text, plain, text.length());
        return this;
    }

    private static boolean isXml(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c == '\t' || c == '\n' || (c >= ' ' && c < 0xfffe);
    }

    /** What was added, in UTF-8. */
    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
