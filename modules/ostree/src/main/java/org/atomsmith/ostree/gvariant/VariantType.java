package org.atomsmith.ostree.gvariant;

import java.util.ArrayList;
import java.util.List;

/** The type of a GVariant, as its type string says it: {@code "a{sv}"}, {@code "(uuua(ayay))"}. */
public sealed interface VariantType {

    /** Type strings nest no deeper than this; GLib allows 128 in all. */
    int MAX_DEPTH = 64;

    // A method of each kind, and no switch over them: such a switch is linked at each start, and these are asked for
    // each value.

    /** The type's alignment in bytes: 1, 2, 4 or 8. */
    int alignment();

    /** The size in bytes that every value of this type has, or 0 when sizes differ. */
    int fixedSize();

    /** The type string. */
    String text();

    /** A string-like or number type, one letter of {@code bynqiuxthdsog}. */
    record Basic(char letter) implements VariantType {
        @Override
        public int alignment() {
            return switch (letter) {
                case 'n', 'q' -> 2;
                case 'i', 'u', 'h' -> 4;
                case 'x', 't', 'd' -> 8;
                default -> 1;
            };
        }

        @Override
        public int fixedSize() {
            return switch (letter) {
                case 'b', 'y' -> 1;
                case 's', 'o', 'g' -> 0;
                default -> alignment();
            };
        }

        @Override
        public String text() {
            return String.valueOf(letter);
        }
    }

    /** {@code v}: a value that carries its own type. */
    record Boxed() implements VariantType {
        @Override
        public int alignment() {
            return 8;
        }

        @Override
        public int fixedSize() {
            return 0;
        }

        @Override
        public String text() {
            return "v";
        }
    }

    /** {@code aT}. */
    record Array(VariantType element) implements VariantType {
        @Override
        public int alignment() {
            return element.alignment();
        }

        @Override
        public int fixedSize() {
            return 0;
        }

        @Override
        public String text() {
            return "a" + element.text();
        }
    }

    /** {@code mT}: a value that may be absent. */
    record Maybe(VariantType element) implements VariantType {
        @Override
        public int alignment() {
            return element.alignment();
        }

        @Override
        public int fixedSize() {
            return 0;
        }

        @Override
        public String text() {
            return "m" + element.text();
        }
    }

    /** {@code (TT...)}; empty for the unit type. */
    record Tuple(List<VariantType> members) implements VariantType {
        /** Copies the members. */
        public Tuple {
            members = List.copyOf(members);
        }

        @Override
        public int alignment() {
            int most = 1;
            for (VariantType member : members) {
                most = Math.max(most, member.alignment());
            }
            return most;
        }

        @Override
        public int fixedSize() {
            return VariantType.fixedSize(members, alignment());
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("(");
            members.forEach(member -> text.append(member.text()));
            return text.append(')').toString();
        }
    }

    /** {@code {KV}}: an entry of a dictionary; the key is basic. */
    record Entry(VariantType key, VariantType value) implements VariantType {
        @Override
        public int alignment() {
            return Math.max(key.alignment(), value.alignment());
        }

        @Override
        public int fixedSize() {
            return VariantType.fixedSize(List.of(key, value), alignment());
        }

        @Override
        public String text() {
            return "{" + key.text() + value.text() + "}";
        }
    }

    /**
     * Reads a type string.
     *
     * @throws VariantException when it is not exactly one complete type or nests too deep
     */
    static VariantType parse(String text) {
        int[] at = {0};
        VariantType type = parse(text, at, 0);
        if (at[0] != text.length()) {
            throw new VariantException("type string '" + text + "': text after the type at column " + at[0]);
        }
        return type;
    }

    private static VariantType parse(String text, int[] at, int depth) {
        if (depth > MAX_DEPTH) {
            throw new VariantException("type string nests deeper than " + MAX_DEPTH);
        }
        char letter = next(text, at);
        return switch (letter) {
            case 'b', 'y', 'n', 'q', 'i', 'u', 'x', 't', 'h', 'd', 's', 'o', 'g' -> new Basic(letter);
            case 'v' -> new Boxed();
            case 'a' -> new Array(parse(text, at, depth + 1));
            case 'm' -> new Maybe(parse(text, at, depth + 1));
            case '(' -> {
                List<VariantType> members = new ArrayList<>();
                while (at[0] < text.length() && text.charAt(at[0]) != ')') {
                    members.add(parse(text, at, depth + 1));
                }
                next(text, at);
                yield new Tuple(members);
            }
            case '{' -> {
                VariantType key = parse(text, at, depth + 1);
                VariantType value = parse(text, at, depth + 1);
                if (!(key instanceof Basic) || next(text, at) != '}') {
                    throw new VariantException("type string '" + text + "': bad dictionary entry");
                }
                yield new Entry(key, value);
            }
            default ->
                throw new VariantException(
                        "type string '" + text + "': unknown letter '" + letter + "' at column " + (at[0] - 1));
        };
    }

    private static char next(String text, int[] at) {
        if (at[0] >= text.length()) {
            throw new VariantException("type string '" + text + "' ends too early");
        }
        return text.charAt(at[0]++);
    }

    private static int fixedSize(List<VariantType> members, int alignment) {
        if (members.isEmpty()) {
            return 1;
        }
        int size = 0;
        for (VariantType member : members) {
            int fixed = member.fixedSize();
            if (fixed == 0) {
                return 0;
            }
            size = align(size, member.alignment()) + fixed;
        }
        return align(size, alignment);
    }

    /** Rounds an offset up to a multiple of an alignment, a power of two. */
    static int align(int offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }
}
