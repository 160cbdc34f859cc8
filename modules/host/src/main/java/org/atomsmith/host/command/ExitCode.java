package org.atomsmith.host.command;

/** What {@code atomic} ends with. */
public final class ExitCode {
    /** It is done. */
    public static final int DONE = 0;
    /** It failed; the message says why. */
    public static final int FAILED = 1;
    /** The words do not fit; nothing was done. */
    public static final int USAGE = 2;
    /** There was nothing to do, where that was asked for ({@code --unchanged-exit-77}). */
    public static final int NOTHING = 77;

    private ExitCode() {}
}
