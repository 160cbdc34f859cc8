package org.atomsmith.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.atomsmith.cli.command.Session;

/**
 * A command that can be made when it is asked for: the others' classes are then never loaded.
 *
 * @param name the word on the command line
 * @param create makes the annotated command, which returns its exit code
 * @param looksAtOthers whether it must see all the other commands
 * @param below commands that are named behind it
 */
record CommandEntry(
        String name, Function<Session, Callable<Integer>> create, boolean looksAtOthers, List<CommandEntry> below) {

    /** A command that knows nothing of the others. */
    CommandEntry(String name, Function<Session, Callable<Integer>> create) {
        this(name, create, false, List.of());
    }

    /** With commands below it. */
    CommandEntry with(CommandEntry... commands) {
        return new CommandEntry(name, create, looksAtOthers, List.of(commands));
    }

    /** A command that must see all the others. */
    static CommandEntry overAll(String name, Function<Session, Callable<Integer>> create) {
        return new CommandEntry(name, create, true, List.of());
    }
}
