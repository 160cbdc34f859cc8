package org.atomsmith.host.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.ostree.cli.command.Option;

/** What {@code --help} prints. */
final class HelpText {
    private HelpText() {}

    static void print(PrintStream out, String title, Command command) {
        Syntax syntax = command.syntax();
        out.println(
                "Usage: " + title + " [OPTION...]" + (syntax.arguments().isEmpty() ? "" : " " + syntax.arguments()));
        out.println();
        out.println(syntax.summary() + ".");
        if (!syntax.description().isEmpty()) {
            out.println();
            out.println(syntax.description());
        }
        out.println();
        out.println("Options:");
        options(out, syntax.all());
        out.println();
        out.println("Example:");
        // The words before the command's own are the program's: "atomic host", or "rpm-ostree" alone.
        int own = title.lastIndexOf(' ' + firstWord(syntax.example()));
        out.println("  " + (own < 0 ? title : title.substring(0, own)) + " " + syntax.example());
    }

    static void print(PrintStream out, String title, Group group) {
        out.println("Usage: " + title + " COMMAND [OPTION...]");
        out.println();
        out.println(group.summary() + ".");
        out.println();
        out.println("Commands:");
        List<String[]> rows = new ArrayList<>();
        for (String name : group.names()) {
            rows.add(new String[] {name, group.find(name).map(Node::summary).orElse("")});
        }
        table(out, rows);
        out.println();
        out.println("'" + title + " COMMAND --help' says all about a command.");
    }

    private static String firstWord(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    private static void options(PrintStream out, List<Option> options) {
        List<String[]> rows = new ArrayList<>();
        for (Option option : options) {
            if (!option.help().isEmpty()) {
                rows.add(new String[] {synopsis(option), option.help()});
            }
        }
        rows.add(new String[] {"-h, --help", Syntax.HELP});
        table(out, rows);
    }

    /** As the help writes it; options without a letter begin where those with one have their name. */
    static String synopsis(Option option) {
        return (option.letter() == 0 ? "    " : "-" + option.letter() + ", ") + "--" + option.name()
                + (option.value().isEmpty() ? "" : "=" + option.value());
    }

    private static void table(PrintStream out, List<String[]> rows) {
        int width = 0;
        for (String[] row : rows) {
            width = Math.max(width, row[0].length());
        }
        for (String[] row : rows) {
            out.println("  " + row[0] + " ".repeat(width - row[0].length() + 2) + row[1]);
        }
    }
}
