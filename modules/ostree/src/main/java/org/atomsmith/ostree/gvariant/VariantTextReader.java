package org.atomsmith.ostree.gvariant;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads GVariant's text notation, as users write values on the command line. A value without a type of its own takes
 * that of its place: the first item of an array decides on the others; a plain number is an {@code i}.
 */
final class VariantTextReader {
    private static final VariantType STRING = new VariantType.Basic('s');
    private static final VariantType ANY_NUMBER = new VariantType.Basic('i');

    private final String text;
    private int at;

    private VariantTextReader(String text) {
        this.text = text;
    }

    static Variant read(String text) {
        VariantTextReader reader = new VariantTextReader(text);
        Variant value = reader.value(Optional.empty(), 0);
        reader.space();
        if (reader.at < text.length()) {
            throw reader.bad("expected the end");
        }
        return value;
    }

    private Variant value(Optional<VariantType> wanted, int depth) {
        if (depth > VariantType.MAX_DEPTH) {
            throw bad("values nest deeper than " + VariantType.MAX_DEPTH);
        }
        char c = peek();
        return switch (c) {
            case '@' -> {
                at++;
                VariantType type = VariantType.parse(word());
                yield checked(value(Optional.of(type), depth), type);
            }
            case '[' -> array(wanted, depth);
            case '{' -> dictionary(wanted, depth);
            case '(' -> tuple(wanted, depth);
            case '<' -> {
                at++;
                Variant inner = value(Optional.empty(), depth + 1);
                expect('>');
                yield Variant.boxed(inner);
            }
            case '\'', '"' -> string(wanted);
            default -> isByteString() ? byteString() : Character.isLetter(c) ? named(wanted, depth) : number(wanted);
        };
    }

    private Variant named(Optional<VariantType> wanted, int depth) {
        int start = at;
        String word = word();
        char letter = switch (word) {
            case "true", "false" -> 'b';
            case "boolean" -> 'b';
            case "byte" -> 'y';
            case "int16" -> 'n';
            case "uint16" -> 'q';
            case "int32" -> 'i';
            case "uint32" -> 'u';
            case "int64" -> 'x';
            case "uint64" -> 't';
            case "handle" -> 'h';
            case "double" -> 'd';
            case "string" -> 's';
            case "objectpath" -> 'o';
            case "signature" -> 'g';
            default -> ' ';
        };
        if (word.equals("true") || word.equals("false")) {
            return Variant.bool(word.equals("true"));
        }
        if (letter != ' ') {
            return value(Optional.of(new VariantType.Basic(letter)), depth + 1);
        }
        if (word.equals("nothing") && wanted.orElse(STRING) instanceof VariantType.Maybe maybe) {
            return new Variant.Maybe(maybe.element(), Optional.empty());
        }
        if (word.equals("just")) {
            Variant inner = value(
                    wanted.filter(VariantType.Maybe.class::isInstance)
                            .map(type -> ((VariantType.Maybe) type).element()),
                    depth + 1);
            return new Variant.Maybe(inner.type(), Optional.of(inner));
        }
        at = start;
        return number(wanted);
    }

    private Variant array(Optional<VariantType> wanted, int depth) {
        at++;
        Optional<VariantType> element =
                wanted.filter(VariantType.Array.class::isInstance).map(type -> ((VariantType.Array) type).element());
        List<Variant> items = new ArrayList<>();
        while (!take(']')) {
            if (!items.isEmpty()) {
                expect(',');
            }
            Variant item = value(element, depth + 1);
            items.add(element.isPresent() ? checked(item, element.get()) : item);
            element = Optional.of(item.type());
        }
        VariantType type = element.orElseThrow(() -> bad("the type of an empty array is unknown: write @as []"));
        if (type instanceof VariantType.Basic(char letter) && letter == 'y') {
            byte[] bytes = new byte[items.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) items.get(i).asLong();
            }
            return Variant.bytes(bytes);
        }
        return new Variant.Array(type, items);
    }

    private Variant dictionary(Optional<VariantType> wanted, int depth) {
        at++;
        Optional<VariantType.Entry> element = wanted.filter(VariantType.Array.class::isInstance)
                .map(type -> ((VariantType.Array) type).element())
                .filter(VariantType.Entry.class::isInstance)
                .map(VariantType.Entry.class::cast);
        List<Variant> items = new ArrayList<>();
        while (!take('}')) {
            if (!items.isEmpty()) {
                expect(',');
            }
            Variant key = value(element.map(VariantType.Entry::key), depth + 1);
            expect(':');
            Variant value = value(element.map(VariantType.Entry::value), depth + 1);
            Variant.Entry entry = new Variant.Entry(key, value);
            if (element.isPresent()) {
                checked(entry, element.get());
            }
            element = Optional.of(new VariantType.Entry(key.type(), value.type()));
            items.add(entry);
        }
        return new Variant.Array(
                element.orElseThrow(() -> bad("the type of an empty dictionary is unknown: write @a{sv} {}")), items);
    }

    private Variant tuple(Optional<VariantType> wanted, int depth) {
        at++;
        List<VariantType> types = wanted.filter(VariantType.Tuple.class::isInstance)
                .map(type -> ((VariantType.Tuple) type).members())
                .orElse(List.of());
        List<Variant> members = new ArrayList<>();
        while (!take(')')) {
            if (!members.isEmpty()) {
                expect(',');
                if (take(')')) {
                    break;
                }
            }
            int index = members.size();
            members.add(value(index < types.size() ? Optional.of(types.get(index)) : Optional.empty(), depth + 1));
        }
        return new Variant.Tuple(members);
    }

    private Variant string(Optional<VariantType> wanted) {
        char letter = wanted.orElse(STRING) instanceof VariantType.Basic(char l) && (l == 'o' || l == 'g') ? l : 's';
        return new Variant.Text(letter, quoted());
    }

    private boolean isByteString() {
        return text.startsWith("b'", at) || text.startsWith("b\"", at);
    }

    private Variant byteString() {
        at++;
        return Variant.bytes((quoted() + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    private String quoted() {
        char quote = text.charAt(at++);
        StringBuilder string = new StringBuilder();
        while (true) {
            char c = next();
            if (c == quote) {
                return string.toString();
            }
            if (c != '\\') {
                string.append(c);
                continue;
            }
            char escaped = next();
            switch (escaped) {
                case 'a' -> string.append((char) 7);
                case 'b' -> string.append('\b');
                case 'f' -> string.append('\f');
                case 'n' -> string.append('\n');
                case 'r' -> string.append('\r');
                case 't' -> string.append('\t');
                case 'v' -> string.append((char) 11);
                case 'u' -> string.appendCodePoint(code(4, 16));
                case 'U' -> string.appendCodePoint(code(8, 16));
                case '0', '1', '2', '3' -> {
                    at--;
                    string.append((char) code(3, 8));
                }
                default -> string.append(escaped);
            }
        }
    }

    private int code(int digits, int radix) {
        int end = at + digits;
        if (end > text.length()) {
            throw bad("an escape ends too early");
        }
        try {
            int code = Integer.parseInt(text.substring(at, end), radix);
            if (!Character.isValidCodePoint(code)) {
                throw bad("an escape that is no character");
            }
            at = end;
            return code;
        } catch (NumberFormatException e) {
            throw bad("an escape without " + digits + " digits");
        }
    }

    private Variant number(Optional<VariantType> wanted) {
        int start = at;
        String digits = word();
        char letter = wanted.orElse(ANY_NUMBER) instanceof VariantType.Basic(char l) ? l : 'i';
        boolean real = letter == 'd'
                || wanted.isEmpty() && !digits.startsWith("0x") && (digits.contains(".") || digits.contains("e"));
        try {
            if (real) {
                return new Variant.Number('d', Double.doubleToLongBits(Double.parseDouble(digits)));
            }
            return switch (letter) {
                case 't' -> Variant.u64(unsigned(digits));
                case 'y' -> Variant.u8((int) inRange(digits, 0, 255));
                case 'n' -> new Variant.Number('n', inRange(digits, Short.MIN_VALUE, Short.MAX_VALUE));
                case 'q' -> new Variant.Number('q', inRange(digits, 0, 0xffff));
                case 'u' -> new Variant.Number('u', inRange(digits, 0, 0xffffffffL));
                case 'x' -> Variant.i64(Long.decode(digits));
                case 'i', 'h' -> new Variant.Number(letter, inRange(digits, Integer.MIN_VALUE, Integer.MAX_VALUE));
                default -> throw new NumberFormatException();
            };
        } catch (NumberFormatException e) {
            at = start;
            throw bad("expected a value, found '" + digits + "'");
        }
    }

    private static long unsigned(String digits) {
        return digits.startsWith("0x")
                ? Long.parseUnsignedLong(digits.substring(2), 16)
                : Long.parseUnsignedLong(digits);
    }

    private static long inRange(String digits, long least, long greatest) {
        long value = Long.decode(digits);
        if (value < least || value > greatest) {
            throw new NumberFormatException();
        }
        return value;
    }

    private Variant checked(Variant value, VariantType type) {
        if (!value.type().equals(type)) {
            throw bad("expected a value of type '" + type.text() + "', found one of '"
                    + value.type().text() + "'");
        }
        return value;
    }

    private String word() {
        space();
        int start = at;
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            // A type may hold brackets; what ends a value ends its word.
            boolean type = start > 0 && text.charAt(start - 1) == '@';
            depth += type && (c == '(' || c == '{') ? 1 : type && depth > 0 && (c == ')' || c == '}') ? -1 : 0;
            boolean inType = type && (c == '(' || c == '{' || depth > 0 || c == ')' || c == '}');
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '-' && c != '+' && c != '_' && !inType) {
                break;
            }
            at++;
        }
        return text.substring(start, at);
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        space();
        if (at >= text.length()) {
            throw bad("expected a value");
        }
        return text.charAt(at);
    }

    private char next() {
        if (at >= text.length()) {
            throw bad("a string without its end");
        }
        return text.charAt(at++);
    }

    private boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw bad("expected '" + c + "'");
        }
    }

    private VariantException bad(String what) {
        return new VariantException("GVariant text at column " + (at + 1) + ": " + what);
    }
}
