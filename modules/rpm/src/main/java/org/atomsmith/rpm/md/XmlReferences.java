package org.atomsmith.rpm.md;

import java.util.OptionalInt;

/** What references of XML 1.0 stand for where a document declares none of its own. */
final class XmlReferences {
    private XmlReferences() {}

    /** The character of {@code &reference;}, by its name or number; empty where XML allows none. */
    static OptionalInt character(String reference) {
        return switch (reference) {
            case "amp" -> OptionalInt.of('&');
            case "lt" -> OptionalInt.of('<');
            case "gt" -> OptionalInt.of('>');
            case "quot" -> OptionalInt.of('"');
            case "apos" -> OptionalInt.of('\'');
            default -> numbered(reference);
        };
    }

    private static OptionalInt numbered(String reference) {
        int value = -1;
        if (reference.matches("#[0-9]{1,7}")) {
            value = Integer.parseInt(reference.substring(1));
        } else if (reference.matches("#x[0-9a-fA-F]{1,6}")) {
            value = Integer.parseInt(reference.substring(2), 16);
        }
        return isAllowed(value) ? OptionalInt.of(value) : OptionalInt.empty();
    }

    /** {@code Char} of the specification: no control characters, no surrogates. */
    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= ' ' && c < 0xd800)
                || (c >= 0xe000 && c <= Character.MAX_CODE_POINT && c != 0xfffe && c != 0xffff);
    }
}
