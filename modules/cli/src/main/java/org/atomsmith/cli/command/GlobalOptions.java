package org.atomsmith.cli.command;

import org.atomsmith.cli.progress.ProgressMode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes. */
public final class GlobalOptions {
    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            order = 90,
            description = "Print the stack trace of a failure.")
    private boolean debug;

    @Option(
            names = "--progress",
            scope = ScopeType.INHERIT,
            order = 91,
            paramLabel = "MODE",
            defaultValue = "${env:ATOMSMITH_PROGRESS:-auto}",
            description = "How to show progress: auto (the default), plain, json or none.")
    private ProgressMode progress = ProgressMode.AUTO;

    /** Whether failures show their stack trace. */
    public boolean debug() {
        return debug;
    }

    /** How progress is shown. */
    public ProgressMode progress() {
        return progress;
    }
}
