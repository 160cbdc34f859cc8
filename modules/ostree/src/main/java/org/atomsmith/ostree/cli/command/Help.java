package org.atomsmith.ostree.cli.command;

import java.io.PrintStream;
import java.util.List;

/** What {@code --help} prints. */
public final class Help {
    private Help() {}

    /** The help of one command. */
    public static void print(PrintStream out, String command, Syntax syntax) {
        out.println("Usage:");
        out.println(
                "  " + command + " [OPTION\u2026]" + (syntax.arguments().isEmpty() ? "" : " " + syntax.arguments()));
        out.println();
        out.println(syntax.summary());
        printOptions(out, syntax.all());
    }

    /** The help of a word that has commands of its own. */
    public static void print(PrintStream out, String command, Group group, Syntax syntax) {
        out.println("Usage:");
        out.println("  " + command + " [OPTION\u2026] COMMAND");
        out.println();
        out.println(
                group.path().isEmpty()
                        ? "Builtin Commands:"
                        : "Builtin \"" + String.join(" ", group.path()) + "\" Commands:");
        int width = group.names().stream().mapToInt(String::length).max().orElse(0);
        for (String name : group.names()) {
            String summary =
                    group.command(name).map(found -> found.syntax().summary()).orElseGet(() -> group.summaryOf(name));
            out.println("  " + name + " ".repeat(width - name.length() + 2) + summary);
        }
        printOptions(out, syntax.all());
    }

    private static void printOptions(PrintStream out, List<Option> options) {
        List<Option> shown =
                options.stream().filter(option -> !option.help().isEmpty()).toList();
        int width = shown.stream()
                .mapToInt(option -> option.synopsis().length())
                .max()
                .orElse(0);
        out.println();
        out.println("Options:");
        for (Option option : shown) {
            String synopsis = option.synopsis();
            out.println("  " + synopsis + " ".repeat(width - synopsis.length() + 2) + option.help());
        }
    }
}
