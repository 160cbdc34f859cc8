package org.atomsmith.ostree.cli.command;

/**
 * One option of a command.
 *
 * @param name the long name, without dashes
 * @param letter the short name; 0 for none
 * @param value what its value is called in the help; empty for an option without one
 * @param help one line; empty for an option that the help does not show
 */
public record Option(String name, char letter, String value, String help) {

    /** An option that is there or not; {@code --name=false} is there. */
    public static Option flag(String name, String help) {
        return new Option(name, '\0', "", help);
    }

    /** The same with a short name, several of which may stand together: {@code -dR}. */
    public static Option flag(String name, char letter, String help) {
        return new Option(name, letter, "", help);
    }

    /** An option with a value, {@code --name=VALUE} or {@code --name VALUE}; it may be there more than once. */
    public static Option value(String name, String value, String help) {
        return new Option(name, '\0', value, help);
    }

    /** The same with a short name: {@code -n VALUE} or {@code -nVALUE}. */
    public static Option value(String name, char letter, String value, String help) {
        return new Option(name, letter, value, help);
    }

    /** Whether a value follows it. */
    public boolean takesValue() {
        return !value.isEmpty();
    }

    /** As the help writes it: {@code -s, --subject=SUBJECT}. */
    String synopsis() {
        return (letter == 0 ? "" : "-" + letter + ", ") + "--" + name + (value.isEmpty() ? "" : "=" + value);
    }
}
