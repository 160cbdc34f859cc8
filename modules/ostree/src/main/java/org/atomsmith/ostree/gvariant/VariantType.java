package org.atomsmith.ostree.gvariant;

import java.util.ArrayList;
import java.util.List;

/** The type of a GVariant, as its type string says it: {@code "a{sv}"}, {@code "(uuua(ayay))"}. */
public sealed interface VariantType {

    /** Type strings nest no deeper than this; GLib allows 128 in all. */
    int MAX_DEPTH = 64;

    /** A string-like or number type, one letter of {@code bynqiuxthdsog}. */
    record Basic(char letter) implements VariantType {}

    /** {@code v}: a value that carries its own type. */
    record Boxed() implements VariantType {}

    /** {@code aT}. */
    record Array(VariantType element) implements VariantType {}

    /** {@code mT}: a value that may be absent. */
    record Maybe(VariantType element) implements VariantType {}

    /** {@code (TT...)}; empty for the unit type. */
    record Tuple(List<VariantType> members) implements VariantType {
        /** Copies the members. */
        public Tuple {
            members = List.copyOf(members);
        }
    }

    /** {@code {KV}}: an entry of a dictionary; the key is basic. */
    record Entry(VariantType key, VariantType value) implements VariantType {}

    /** The type's alignment in bytes: 1, 2, 4 or 8. */
    default int alignment() {
        return switch (this) {
            case Basic b ->
                switch (b.letter()) {
                    case 'n', 'q' -> 2;
                    case 'i', 'u', 'h' -> 4;
                    case 'x', 't', 'd' -> 8;
                    default -> 1;
                };
            case Boxed v -> 8;
            case Array a -> a.element().alignment();
            case Maybe m -> m.element().alignment();
            case Tuple t -> {
                int most = 1;
                for (VariantType member : t.members()) {
                    most = Math.max(most, member.alignment());
                }
                yield most;
            }
            case Entry e -> Math.max(e.key().alignment(), e.value().alignment());
        };
    }

    /** The size in bytes that every value of this type has, or 0 when sizes differ. */
    default int fixedSize() {
        return switch (this) {
            case Basic b ->
                switch (b.letter()) {
                    case 'b', 'y' -> 1;
                    case 's', 'o', 'g' -> 0;
                    default -> alignment();
                };
            case Tuple t -> fixedSize(t.members(), alignment());
            case Entry e -> fixedSize(List.of(e.key(), e.value()), alignment());
            case Boxed v -> 0;
            case Array a -> 0;
            case Maybe m -> 0;
        };
    }

    /** The type string. */
    default String text() {
        return switch (this) {
            case Basic b -> String.valueOf(b.letter());
            case Boxed v -> "v";
            case Array a -> "a" + a.element().text();
            case Maybe m -> "m" + m.element().text();
            case Tuple t -> {
                StringBuilder text = new StringBuilder("(");
                t.members().forEach(member -> text.append(member.text()));
                yield text.append(')').toString();
            }
            case Entry e -> "{" + e.key().text() + e.value().text() + "}";
        };
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
