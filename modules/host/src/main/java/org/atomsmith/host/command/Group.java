package org.atomsmith.host.command;

import java.util.List;
import java.util.Optional;

/** Commands under one word, as {@code atomic host etc diff}. A command's class is loaded when it is named. */
public non-sealed interface Group extends Node {

    /** The words that the help lists, in its order. */
    List<String> names();

    /** What a word leads to, one that the help does not list included; empty when there is none of this name. */
    Optional<Node> find(String name);
}
