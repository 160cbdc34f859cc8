package org.atomsmith.ostree.gvariant;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Writes values as text, in GVariant's own notation: what {@code g_variant_print} gives. */
final class VariantPrinter {
    private static final int DIGITS = 17;

    private final StringBuilder text = new StringBuilder();

    private VariantPrinter() {}

    static String print(Variant value, boolean annotated) {
        VariantPrinter printer = new VariantPrinter();
        printer.append(value, annotated);
        return printer.text.toString();
    }

    private void append(Variant value, boolean annotated) {
        switch (value) {
            case Variant.Number number -> number(number, annotated);
            case Variant.Text string -> {
                if (annotated && string.letter() != 's') {
                    text.append(string.letter() == 'o' ? "objectpath " : "signature ");
                }
                quoted(string.value());
            }
            case Variant.Bytes bytes -> bytes(bytes.value(), annotated);
            case Variant.Boxed boxed -> {
                text.append('<');
                append(boxed.value(), true);
                text.append('>');
            }
            case Variant.Maybe maybe -> maybe(maybe, annotated);
            case Variant.Array array -> array(array, annotated);
            case Variant.Tuple tuple -> tuple(tuple.members(), annotated);
            case Variant.Entry entry -> {
                text.append('{');
                append(entry.key(), annotated);
                text.append(", ");
                append(entry.value(), annotated);
                text.append('}');
            }
        }
    }

    private void number(Variant.Number number, boolean annotated) {
        char letter = number.letter();
        if (annotated) {
            text.append(
                    switch (letter) {
                        case 'y' -> "byte ";
                        case 'n' -> "int16 ";
                        case 'q' -> "uint16 ";
                        case 'u' -> "uint32 ";
                        case 'h' -> "handle ";
                        case 'x' -> "int64 ";
                        case 't' -> "uint64 ";
                        default -> "";
                    });
        }
        long bits = number.bits();
        text.append(
                switch (letter) {
                    case 'b' -> bits != 0 ? "true" : "false";
                    case 'y' -> "0x" + (bits < 16 ? "0" : "") + Long.toHexString(bits);
                    case 't' -> Long.toUnsignedString(bits);
                    case 'd' -> real(Double.longBitsToDouble(bits));
                    default -> Long.toString(bits);
                });
    }

    private static String real(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return String.valueOf(value).toLowerCase(Locale.ROOT).replace("infinity", "inf");
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        // 17 digits, as C's %.17g.
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < DIGITS) {
            String plain = rounded.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = rounded.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "") + "e"
                + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private void maybe(Variant.Maybe maybe, boolean annotated) {
        if (annotated) {
            text.append('@').append(maybe.type().text()).append(' ');
        }
        if (maybe.value().isEmpty()) {
            text.append("nothing");
        } else {
            append(maybe.value().get(), false);
        }
    }

    /** Bytes that end with their only NUL are text of unknown encoding. */
    private void bytes(byte[] bytes, boolean annotated) {
        int length = bytes.length;
        int nul = 0;
        while (nul < length && bytes[nul] != 0) {
            nul++;
        }
        if (length > 0 && nul == length - 1) {
            byteString(bytes, length - 1);
            return;
        }
        if (annotated && length == 0) {
            text.append("@ay ");
        }
        text.append('[');
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? annotated ? "byte 0x" : "0x" : ", 0x");
            text.append(Character.forDigit(bytes[i] >> 4 & 15, 16)).append(Character.forDigit(bytes[i] & 15, 16));
        }
        text.append(']');
    }

    private void byteString(byte[] bytes, int length) {
        text.append('b');
        boolean single = false;
        for (int i = 0; i < length; i++) {
            single |= bytes[i] == '\'';
        }
        char quote = single ? '"' : '\'';
        text.append(quote);
        for (int i = 0; i < length; i++) {
            int c = bytes[i] & 0xff;
            switch (c) {
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case 11 -> text.append("\\v");
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                default -> {
                    if (c < ' ' || c >= 0x7f) {
                        text.append('\\').append((char) ('0' + (c >> 6)));
                        text.append((char) ('0' + (c >> 3 & 7))).append((char) ('0' + (c & 7)));
                    } else {
                        text.append((char) c);
                    }
                }
            }
        }
        text.append(quote);
    }

    private void array(Variant.Array array, boolean annotated) {
        boolean dictionary = array.element() instanceof VariantType.Entry;
        if (annotated && array.items().isEmpty()) {
            text.append('@').append(array.type().text()).append(' ');
        }
        text.append(dictionary ? '{' : '[');
        boolean first = true;
        for (Variant item : array.items()) {
            if (!first) {
                text.append(", ");
            }
            if (item instanceof Variant.Entry(Variant key, Variant value)) {
                append(key, annotated && first);
                text.append(": ");
                append(value, annotated && first);
            } else {
                append(item, annotated && first);
            }
            first = false;
        }
        text.append(dictionary ? '}' : ']');
    }

    private void tuple(List<Variant> members, boolean annotated) {
        text.append('(');
        for (int i = 0; i < members.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            append(members.get(i), annotated);
        }
        text.append(members.size() == 1 ? ",)" : ")");
    }

    private void quoted(String string) {
        char quote = string.indexOf('\'') >= 0 ? '"' : '\'';
        text.append(quote);
        string.codePoints().forEach(c -> character(c, quote));
        text.append(quote);
    }

    private void character(int c, char quote) {
        if (c == quote || c == '\\') {
            text.append('\\').append((char) c);
        } else if (isPrintable(c)) {
            text.appendCodePoint(c);
        } else {
            switch (c) {
                case 7 -> text.append("\\a");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case 11 -> text.append("\\v");
                default -> {
                    String hex = Integer.toHexString(c);
                    boolean narrow = c < 0x10000;
                    text.append(narrow ? "\\u" : "\\U")
                            .append("0".repeat((narrow ? 4 : 8) - hex.length()))
                            .append(hex);
                }
            }
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
