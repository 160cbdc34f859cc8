package org.atomsmith.ostree.gvariant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A GVariant value: immutable, with its type. Values are made with the factory methods and serialised with
 * {@link #toBytes}; {@link #parse} reads bytes and accepts normal form only, so reading and writing again gives the
 * same bytes. Integers are the host's: what OSTree keeps big-endian inside its objects is swapped by its records.
 */
public sealed interface Variant {

    /** The type of {@code ay}. */
    VariantType BYTES = VariantType.parse("ay");

    /** The type of {@code a{sv}}. */
    VariantType DICT = VariantType.parse("a{sv}");

    /** A boolean, integer or double: {@code bynqiuxthd}. {@code bits} holds the value sign-extended from its width. */
    record Number(char letter, long bits) implements Variant {
        @Override
        public VariantType type() {
            return new VariantType.Basic(letter);
        }
    }

    /** A string, object path or signature: {@code s}, {@code o}, {@code g}. */
    record Text(char letter, String value) implements Variant {
        /** Refuses the NUL character, which the format cannot hold. */
        public Text {
            if (value.indexOf('\0') >= 0) {
                throw new VariantException("a string holds the NUL character");
            }
        }

        @Override
        public VariantType type() {
            return new VariantType.Basic(letter);
        }
    }

    /** A byte array {@code ay}, kept whole. The array is shared, never changed. */
    record Bytes(byte[] value) implements Variant {
        @Override
        public VariantType type() {
            return BYTES;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + value.length + "]";
        }
    }

    /** An array of any element type but {@code y}. */
    record Array(VariantType element, List<Variant> items) implements Variant {
        /** Copies the items. */
        public Array {
            items = List.copyOf(items);
        }

        @Override
        public VariantType type() {
            return new VariantType.Array(element);
        }
    }

    /** A tuple. */
    record Tuple(List<Variant> members) implements Variant {
        /** Copies the members. */
        public Tuple {
            members = List.copyOf(members);
        }

        @Override
        public VariantType type() {
            return new VariantType.Tuple(members.stream().map(Variant::type).toList());
        }
    }

    /** An entry of a dictionary. */
    record Entry(Variant key, Variant value) implements Variant {
        @Override
        public VariantType type() {
            return new VariantType.Entry(key.type(), value.type());
        }
    }

    /** A value that may be absent. */
    record Maybe(VariantType element, Optional<Variant> value) implements Variant {
        @Override
        public VariantType type() {
            return new VariantType.Maybe(element);
        }
    }

    /** {@code v}: a value with its type beside it. */
    record Boxed(Variant value) implements Variant {
        @Override
        public VariantType type() {
            return new VariantType.Boxed();
        }
    }

    /** The value's type. */
    VariantType type();

    /** The value's bytes in normal form, little-endian. */
    default byte[] toBytes() {
        return VariantWriter.write(this);
    }

    /**
     * Reads a value of a known type.
     *
     * @throws VariantException when the bytes are not that type in normal form
     */
    static Variant parse(VariantType type, byte[] bytes) {
        return VariantReader.read(type, bytes);
    }

    /**
     * Reads a value from GVariant's text notation: {@code "{'a': <uint32 5>}"}.
     *
     * @throws VariantException when the text is not one
     */
    static Variant parseText(String text) {
        return VariantTextReader.read(text);
    }

    /**
     * The value in GVariant's text notation.
     *
     * @param annotated whether types are written where they do not follow from the text
     */
    default String print(boolean annotated) {
        return VariantPrinter.print(this, annotated);
    }

    /** The value with the bytes of all numbers in it in the other order: what OSTree keeps big-endian, as numbers. */
    default Variant byteSwapped() {
        return switch (this) {
            case Number(char letter, long bits) ->
                new Number(
                        letter,
                        switch (letter) {
                            case 'n' -> Short.reverseBytes((short) bits);
                            case 'q' -> Short.toUnsignedLong(Short.reverseBytes((short) bits));
                            case 'i', 'h' -> Integer.reverseBytes((int) bits);
                            case 'u' -> Integer.toUnsignedLong(Integer.reverseBytes((int) bits));
                            case 'x', 't', 'd' -> Long.reverseBytes(bits);
                            default -> bits;
                        });
            case Text text -> text;
            case Bytes bytes -> bytes;
            case Boxed boxed -> new Boxed(boxed.value().byteSwapped());
            case Maybe maybe -> new Maybe(maybe.element(), maybe.value().map(Variant::byteSwapped));
            case Array array ->
                new Array(
                        array.element(),
                        array.items().stream().map(Variant::byteSwapped).toList());
            case Tuple tuple ->
                new Tuple(tuple.members().stream().map(Variant::byteSwapped).toList());
            case Entry entry ->
                new Entry(entry.key().byteSwapped(), entry.value().byteSwapped());
        };
    }

    /** A boolean. */
    static Variant bool(boolean value) {
        return new Number('b', value ? 1 : 0);
    }

    /** A byte. */
    static Variant u8(int value) {
        return new Number('y', value & 0xff);
    }

    /** An unsigned 32-bit integer, given by its bits. */
    static Variant u32(int value) {
        return new Number('u', Integer.toUnsignedLong(value));
    }

    /** A signed 32-bit integer. */
    static Variant i32(int value) {
        return new Number('i', value);
    }

    /** An unsigned 64-bit integer, given by its bits. */
    static Variant u64(long value) {
        return new Number('t', value);
    }

    /** A signed 64-bit integer. */
    static Variant i64(long value) {
        return new Number('x', value);
    }

    /** A string. */
    static Variant string(String value) {
        return new Text('s', value);
    }

    /** A byte array; the array is not copied and must not be changed. */
    static Variant bytes(byte[] value) {
        return new Bytes(value);
    }

    /** A tuple. */
    static Variant tuple(Variant... members) {
        return new Tuple(List.of(members));
    }

    /** A boxed value. */
    static Variant boxed(Variant value) {
        return new Boxed(value);
    }

    /** An array; every item is of the element type (not {@code y}: see {@link #bytes}). */
    static Variant array(String elementType, List<Variant> items) {
        return new Array(VariantType.parse(elementType), items);
    }

    /** An array of strings. */
    static Variant strings(List<String> values) {
        return array("s", values.stream().map(Variant::string).toList());
    }

    /** {@code aay}. */
    static Variant byteArrays(List<byte[]> values) {
        return array("ay", values.stream().map(Variant::bytes).toList());
    }

    /** {@code a{sv}} in the map's own order. */
    static Variant dict(Map<String, Variant> values) {
        List<Variant> entries = new ArrayList<>(values.size());
        values.forEach((key, value) -> entries.add(new Entry(string(key), boxed(value))));
        return array("{sv}", entries);
    }

    /** The string, path or signature that this is. */
    default String asString() {
        return this instanceof Text text ? text.value() : mismatch("a string");
    }

    /** The integer or boolean (0 or 1) that this is; unsigned 64-bit integers by their bits. */
    default long asLong() {
        return this instanceof Number number ? number.bits() : mismatch("a number");
    }

    /** The boolean that this is. */
    default boolean asBoolean() {
        return this instanceof Number(char letter, long bits) && letter == 'b' ? bits != 0 : mismatch("a boolean");
    }

    /** The byte array that this is; not to be changed. */
    default byte[] asBytes() {
        return this instanceof Bytes bytes ? bytes.value() : mismatch("a byte array");
    }

    /** What is in the box. */
    default Variant unboxed() {
        return this instanceof Boxed boxed ? boxed.value() : mismatch("a boxed value");
    }

    /** The items of an array or tuple, or the key and value of an entry. */
    default List<Variant> children() {
        return switch (this) {
            case Array array -> array.items();
            case Tuple tuple -> tuple.members();
            case Entry entry -> List.of(entry.key(), entry.value());
            default -> mismatch("a container");
        };
    }

    /** The member at an index of a tuple or array. */
    default Variant get(int index) {
        return children().get(index);
    }

    /**
     * The entries of an {@code a{sv}}, in their order, out of their boxes.
     *
     * @throws VariantException for another type or a key that is there twice
     */
    default SequencedMap<String, Variant> asDict() {
        if (!type().equals(DICT)) {
            return mismatch("a dictionary a{sv}");
        }
        SequencedMap<String, Variant> map = new LinkedHashMap<>();
        for (Variant entry : children()) {
            String key = entry.get(0).asString();
            if (map.put(key, entry.get(1).unboxed()) != null) {
                throw new VariantException("the key '" + key + "' is there twice");
            }
        }
        return map;
    }

    private <T> T mismatch(String wanted) {
        throw new VariantException("expected " + wanted + ", found a value of type '" + type().text() + "'");
    }
}
