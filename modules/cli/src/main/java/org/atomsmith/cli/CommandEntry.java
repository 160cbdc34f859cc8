package org.atomsmith.cli;

import java.util.concurrent.Callable;
import java.util.function.Function;
import org.atomsmith.cli.command.Session;

/**
 * A command that can be made when it is asked for: the others' classes are then never loaded.
 *
 * @param name the word on the command line
 * @param create makes the annotated command, which returns its exit code
 * @param looksAtOthers whether it must see all the other commands
 */
record CommandEntry(String name, Function<Session, Callable<Integer>> create, boolean looksAtOthers) {

    /** A command that knows nothing of the others. */
    CommandEntry(String name, Function<Session, Callable<Integer>> create) {
        this(name, create, false);
    }
}
