package org.atomsmith.ostree.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command takes.
 *
 * @param arguments how its arguments are called in the help: {@code COMMIT [PATH]}; empty for none
 * @param summary one line on what it does
 * @param options its own options; those of every command come on top
 */
public record Syntax(String arguments, String summary, List<Option> options) {
    private static final List<Option> OF_EVERY_COMMAND = List.of(
            Option.flag("help", 'h', "Show help options"),
            Option.flag("verbose", 'v', "Print debug information during command processing"),
            Option.flag("version", "Print version information and exit"));

    /** Where the repository is. */
    static final Option REPO = Option.value(
            "repo", "PATH", "Path to OSTree repository (defaults to current directory or /sysroot/ostree/repo)");

    /** Where the system is. */
    public static final Option SYSROOT =
            Option.value("sysroot", "PATH", "Create a new OSTree sysroot repository (default: the running system's)");

    /** A command on a repository, which takes {@code --repo}. */
    public static Syntax onRepository(String arguments, String summary, Option... options) {
        return new Syntax(arguments, summary, with(REPO, options));
    }

    /** A command on a system, which takes {@code --sysroot}. */
    public static Syntax onSysroot(String arguments, String summary, Option... options) {
        return new Syntax(arguments, summary, with(SYSROOT, options));
    }

    /** A command on neither. */
    public static Syntax of(String arguments, String summary, Option... options) {
        return new Syntax(arguments, summary, List.of(options));
    }

    /** All options, its own first. */
    List<Option> all() {
        List<Option> all = new ArrayList<>(options);
        all.addAll(OF_EVERY_COMMAND);
        return all;
    }

    Optional<Option> named(String name) {
        return all().stream().filter(option -> option.name().equals(name)).findFirst();
    }

    Optional<Option> lettered(char letter) {
        return all().stream().filter(option -> option.letter() == letter).findFirst();
    }

    private static List<Option> with(Option first, Option... options) {
        List<Option> all = new ArrayList<>(List.of(options));
        all.add(first);
        return List.copyOf(all);
    }
}
