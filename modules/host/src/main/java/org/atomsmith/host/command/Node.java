package org.atomsmith.host.command;

/** What a word of the command line leads to. */
public sealed interface Node permits Command, Group {

    /** One line on what it does. */
    String summary();
}
