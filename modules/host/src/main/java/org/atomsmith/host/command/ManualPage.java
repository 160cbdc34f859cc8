package org.atomsmith.host.command;

import java.util.List;
import org.atomsmith.ostree.cli.command.Option;

/**
 * The part of a manual page that tells all commands of a program, from what {@code --help} prints of each: source of
 * man(7), the same for the same commands. Read by groff and mandoc.
 */
public final class ManualPage {
    private final StringBuilder source = new StringBuilder();

    private ManualPage() {}

    /**
     * All commands below a group, those of the groups in it included: a section below the heading for each.
     *
     * @param title the words before their names: {@code atomic host}
     */
    public static String commands(String title, Group group) {
        ManualPage page = new ManualPage();
        page.tell(title, title, group);
        return page.source.toString();
    }

    /** The options that every command takes, as a list. */
    public static String commonOptions() {
        ManualPage page = new ManualPage();
        page.options(Syntax.OF_EVERY_COMMAND);
        page.option("-h, --help", Syntax.HELP);
        return page.source.toString();
    }

    /** Text that stands for itself: neither what begins a line nor a character in it means anything to the formatter. */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\\' -> escaped.append("\\e");
                // These would become typographic signs, which no shell takes.
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> escaped.append(c);
            }
        }
        return escaped.toString().startsWith(".") ? "\\&" + escaped : escaped.toString();
    }

    private void tell(String program, String title, Group group) {
        for (String name : group.names()) {
            String below = title + " " + name;
            switch (group.find(name).orElseThrow()) {
                case Group inner -> tell(program, below, inner);
                case Command command -> tell(program, below, command.syntax());
            }
        }
    }

    private void tell(String program, String title, Syntax syntax) {
        line(".SS " + escaped(title.substring(program.length() + 1)));
        String own = syntax.options().stream().anyMatch(ManualPage::isShown) ? " [OPTION...]" : "";
        String arguments = syntax.arguments().isEmpty() ? "" : " " + syntax.arguments();
        line("\\fB" + escaped(title) + "\\fR" + escaped(own + arguments));
        line(".PP");
        line(escaped(syntax.summary() + "."));
        if (!syntax.description().isEmpty()) {
            line(".PP");
            syntax.description().lines().forEach(text -> line(text.isBlank() ? ".PP" : escaped(text.strip())));
        }
        options(syntax.options());
        line(".PP");
        line("Example:");
        line(".PP");
        line(".RS 4");
        line(".nf");
        line(escaped(program + " " + syntax.example()));
        line(".fi");
        line(".RE");
    }

    private void options(List<Option> options) {
        options.stream()
                .filter(ManualPage::isShown)
                .forEach(option -> option(HelpText.synopsis(option), option.help()));
    }

    private void option(String synopsis, String help) {
        line(".TP");
        line("\\fB" + escaped(synopsis.strip()) + "\\fR");
        line(escaped(help + "."));
    }

    /** Options without help are for other programs only. */
    private static boolean isShown(Option option) {
        return !option.help().isEmpty();
    }

    private void line(String text) {
        source.append(text).append('\n');
    }
}
