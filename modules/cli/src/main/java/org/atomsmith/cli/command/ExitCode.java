package org.atomsmith.cli.command;

/** The exit codes of every command. */
public final class ExitCode {
    private ExitCode() {}

    /** What was asked for is done. */
    public static final int DONE = 0;

    /** It failed; standard error says why. */
    public static final int FAILED = 1;

    /** The command line is wrong. */
    public static final int USAGE = 2;

    /** There was nothing to do, as {@code rpm-ostree upgrade --unchanged-exit-77} has it. */
    public static final int NOTHING_TO_DO = 77;
}
