package org.atomsmith.compose.treefile;

import java.util.List;

/** The shapes that many keys share. */
final class ValueTypes {
    /** {@code true} or {@code false}. */
    static final ValueType BOOLEAN =
            new ValueType.Scalar("true or false", List.of(Node.Kind.BOOLEAN), List.of("boolean"));

    /** A string. */
    static final ValueType STRING = new ValueType.Scalar("a string", List.of(Node.Kind.STRING), List.of("string"));

    /** A string or a number, as {@code releasever}. */
    static final ValueType STRING_OR_NUMBER = new ValueType.Scalar(
            "a string or a number",
            List.of(Node.Kind.STRING, Node.Kind.INTEGER, Node.Kind.FLOAT),
            List.of("string", "number"));

    /** A string, number or boolean, as a variable. */
    static final ValueType VARIABLE = new ValueType.Scalar(
            "a string, a whole number, true or false",
            List.of(Node.Kind.STRING, Node.Kind.INTEGER, Node.Kind.BOOLEAN),
            List.of("string", "integer", "boolean"));

    /** A list of strings. */
    static final ValueType STRINGS = new ValueType.ListOf(STRING);

    /** A string or a list of strings, as {@code include}. */
    static final ValueType STRING_OR_STRINGS = new ValueType.OneOrMore(false);

    /** What {@code include} takes under a condition: besides file names, a treefile in place. */
    static final ValueType INCLUDED = new ValueType.OneOrMore(true);

    /** Any value, its shape not looked at. */
    static final ValueType ANY = new ValueType.Anything();

    private ValueTypes() {}
}
