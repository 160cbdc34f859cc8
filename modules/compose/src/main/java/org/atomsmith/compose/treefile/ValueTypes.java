package org.atomsmith.compose.treefile;

import java.util.List;

/** The shapes that many keys share. */
public final class ValueTypes {
    /** {@code true} or {@code false}. */
    public static final ValueType BOOLEAN =
            new ValueType.Scalar("true or false", List.of(Node.Kind.BOOLEAN), List.of("boolean"));

    /** A string. */
    public static final ValueType STRING =
            new ValueType.Scalar("a string", List.of(Node.Kind.STRING), List.of("string"));

    /** A string or a number, as {@code releasever}. */
    public static final ValueType STRING_OR_NUMBER = new ValueType.Scalar(
            "a string or a number",
            List.of(Node.Kind.STRING, Node.Kind.INTEGER, Node.Kind.FLOAT),
            List.of("string", "number"));

    /** A string, number or boolean, as a variable. */
    public static final ValueType VARIABLE = new ValueType.Scalar(
            "a string, a whole number, true or false",
            List.of(Node.Kind.STRING, Node.Kind.INTEGER, Node.Kind.BOOLEAN),
            List.of("string", "integer", "boolean"));

    /** A whole number. */
    public static final ValueType INTEGER =
            new ValueType.Scalar("a whole number", List.of(Node.Kind.INTEGER), List.of("integer"));

    /** A string or a whole number: a name or a number of a user, a size with its unit or in bytes. */
    public static final ValueType STRING_OR_INTEGER = new ValueType.Scalar(
            "a string or a whole number", List.of(Node.Kind.STRING, Node.Kind.INTEGER), List.of("string", "integer"));

    /** A list of strings. */
    public static final ValueType STRINGS = new ValueType.ListOf(STRING);

    /** A string or a list of strings, as {@code include}. */
    public static final ValueType STRING_OR_STRINGS = new ValueType.OneOrMore(false);

    /** What {@code include} takes under a condition: besides file names, a treefile in place. */
    public static final ValueType INCLUDED = new ValueType.OneOrMore(true);

    /** {@code check-passwd} and {@code check-groups}. */
    public static final ValueType ACCOUNT_CHECK = new ValueType.Fields(List.of(
            new ValueType.Field(
                    "type",
                    new ValueType.Choice(List.of("none", "previous", "file", "data")),
                    true,
                    "`previous` is the ref's last commit, `file` a file beside this treefile, `data` the `entries`."),
            new ValueType.Field("filename", STRING, false, "The file, for `file`."),
            new ValueType.Field(
                    "entries",
                    new ValueType.MapOf(new ValueType.Ids()),
                    false,
                    "Ids by name, for `data`: a uid, or for users `[uid, gid]`.")));

    /** Any value, its shape not looked at. */
    public static final ValueType ANY = new ValueType.Anything();

    private ValueTypes() {}
}
