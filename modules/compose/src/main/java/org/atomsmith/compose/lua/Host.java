package org.atomsmith.compose.lua;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a script has around it. */
interface Host {

    /** The directory that is {@code /} to the script. */
    Path root();

    /** Its environment variables at the beginning. */
    Map<String, String> environment();

    /** Runs a program of the tree to its end, without letting it see anything else. */
    Ended run(List<String> command, Map<String, String> environment, String input) throws IOException;

    /**
     * How a program ended.
     *
     * @param exit its exit code
     * @param output what it printed
     */
    record Ended(int exit, String output) {}
}
