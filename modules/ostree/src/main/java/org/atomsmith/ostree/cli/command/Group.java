package org.atomsmith.ostree.cli.command;

import java.util.List;
import java.util.Optional;

/**
 * Commands under one word, as {@code ostree remote add}. A command's class is loaded when it is asked for: starting is
 * most of what a short command does.
 */
public interface Group {

    /** The words before: none for {@code ostree} itself. */
    List<String> path();

    /** The commands that the help lists, in its order. */
    List<String> names();

    /** Makes a command of it, one that the help does not list included; empty when there is none of this name. */
    Optional<Command> command(String name);

    /** The group of a name below this one; empty when there is none. */
    default Optional<Group> group(String name) {
        return Optional.empty();
    }

    /** What is done when no command is named, if these options mean something then ({@code --print-current-dir}). */
    default Optional<Command> withoutName(List<String> words) {
        return Optional.empty();
    }

    /** What the help says of the group of a name below this one. */
    default String summaryOf(String group) {
        return "Commands on " + group;
    }
}
