package org.atomsmith.compose.treefile;

import java.util.function.Function;

/**
 * A value and the place it was written at, so that what is found out about it later can be told there.
 *
 * @param value the value
 * @param at where it is written
 */
public record Located<T>(T value, Position at) {

    /** The same place with another value. */
    public <R> Located<R> map(Function<? super T, ? extends R> change) {
        return new Located<>(change.apply(value), at);
    }

    /** The value alone. */
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
