package org.atomsmith.cli;

import java.util.concurrent.Callable;
import java.util.function.Function;
import org.atomsmith.cli.command.Session;

/**
 * A command that can be made when it is asked for: the others' classes are then never loaded.
 *
 * @param name the word on the command line
 * @param create makes the annotated command, which returns its exit code
 */
record CommandEntry(String name, Function<Session, Callable<Integer>> create) {}
