package org.atomsmith.rpm.file;

import java.util.List;

/** The value of a header's entry. */
public sealed interface HeaderValue {

    /** Integers of whatever width, unsigned but for those of 64 bits. */
    record Numbers(List<Long> values) implements HeaderValue {
        public Numbers {
            values = List.copyOf(values);
        }
    }

    /** Strings; of one that is translated, all translations, that of the locale C first. */
    record Strings(List<String> values) implements HeaderValue {
        public Strings {
            values = List.copyOf(values);
        }
    }

    /** Bytes. Do not change them. */
    record Bytes(byte[] value) implements HeaderValue {}

    /** An entry without a value. */
    record Nothing() implements HeaderValue {}
}
