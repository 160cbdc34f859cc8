package org.atomsmith.host.command;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.ostree.cli.command.Option;

/**
 * What a command takes.
 *
 * @param arguments how its arguments are called in the help: {@code VERSION|COMMIT}; empty for none
 * @param summary one line on what it does
 * @param description more lines; may be empty
 * @param example one that a reader can run, the words after {@code atomic host} or {@code rpm-ostree}:
 *     {@code upgrade --check}
 * @param options its own options; those of every command come on top
 */
public record Syntax(String arguments, String summary, String description, String example, List<Option> options) {
    /** Facts as JSON. */
    public static final Option JSON = Option.flag("json", "Print JSON");

    /** Reboot when it is done. */
    public static final Option REBOOT = Option.flag("reboot", 'r', "Reboot when it is done");

    /** Which operating system, where a disk has several. */
    public static final Option OS =
            Option.value("os", "STATEROOT", "Operate on this stateroot (default: the booted one)");

    /** What {@code --help} says of itself. */
    static final String HELP = "Show this help";

    /** What every command takes beside its own. */
    static final List<Option> OF_EVERY_COMMAND = List.of(
            Option.value("sysroot", "DIR", "Work on the system whose disk is mounted at DIR"),
            Option.flag("wait", "Wait while another change is under way, in place of failing"),
            Option.flag("quiet", 'q', "Say only what is asked for and what fails"),
            Option.value("progress", "auto|plain|json|none", "How progress is shown (default: auto)"),
            Option.flag("debug", "Show where a failure came from"));

    /** Copies the list. */
    public Syntax {
        options = List.copyOf(options);
    }

    /** A syntax whose summary says enough. */
    public static Syntax of(String arguments, String summary, String example, Option... options) {
        return new Syntax(arguments, summary, "", example, List.of(options));
    }

    /** This syntax with more said in its help. */
    public Syntax withDescription(String text) {
        return new Syntax(arguments, summary, text.strip(), example, options);
    }

    /** The syntax by which the words are read: with the options of every command, {@code --help} not among them. */
    org.atomsmith.ostree.cli.command.Syntax ofWords() {
        return new org.atomsmith.ostree.cli.command.Syntax(arguments, summary, all());
    }

    /** All options that the help shows but {@code --help}. */
    List<Option> all() {
        List<Option> all = new ArrayList<>(options);
        for (Option common : OF_EVERY_COMMAND) {
            if (options.stream().noneMatch(own -> own.name().equals(common.name()))) {
                all.add(common);
            }
        }
        return all;
    }
}
