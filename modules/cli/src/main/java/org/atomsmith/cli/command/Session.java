package org.atomsmith.cli.command;

import java.util.Map;
import org.atomsmith.cli.progress.Display;
import org.atomsmith.cli.terminal.Terminal;

/**
 * What a command runs in: one run of the program.
 *
 * @param terminal where output goes
 * @param options what the command line says for every command; known once it is parsed
 * @param environment the environment's variables
 */
public record Session(Terminal terminal, GlobalOptions options, Map<String, String> environment) {

    /** Starts showing progress, in the way that the user chose. Closed before anything else is printed. */
    public Display progress() {
        return Display.open(options.progress(), terminal);
    }
}
