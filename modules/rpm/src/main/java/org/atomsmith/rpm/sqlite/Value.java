package org.atomsmith.rpm.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A value of a row. They are ordered as SQLite orders them: null, numbers, texts by their bytes, blobs. */
public sealed interface Value extends Comparable<Value> {

    /** No value. */
    record Null() implements Value {}

    /** A whole number. */
    record Number(long number) implements Value {}

    /**
     * A text.
     *
     * @param utf8 not to be changed
     */
    record Text(byte[] utf8) implements Value {}

    /**
     * Bytes.
     *
     * @param bytes not to be changed
     */
    record Blob(byte[] bytes) implements Value {}

    /** A whole number. */
    static Value of(long number) {
        return new Number(number);
    }

    /** A text. */
    static Value of(String text) {
        return new Text(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes. */
    static Value of(byte[] bytes) {
        return new Blob(bytes);
    }

    /** No value. */
    static Value none() {
        return new Null();
    }

    @Override
    default int compareTo(Value other) {
        if (this instanceof Number a && other instanceof Number b) {
            return Long.compare(a.number, b.number);
        }
        if (this instanceof Text a && other instanceof Text b) {
            return Arrays.compareUnsigned(a.utf8, b.utf8);
        }
        if (this instanceof Blob a && other instanceof Blob b) {
            return Arrays.compareUnsigned(a.bytes, b.bytes);
        }
        return Integer.compare(rank(), other.rank());
    }

    /** Where a kind of value stands in the order. */
    private int rank() {
        return switch (this) {
            case Null _ -> 0;
            case Number _ -> 1;
            case Text _ -> 2;
            case Blob _ -> 3;
        };
    }
}
