package org.atomsmith.cli.terminal;

import java.io.PrintStream;

/**
 * One of the two streams that a program writes to.
 *
 * @param stream takes the bytes, UTF-8
 * @param interactive whether a person looks at it: it is a terminal
 * @param colour whether colours may be used
 */
public record Channel(PrintStream stream, boolean interactive, boolean colour) {

    /** Writes text as it is and flushes. */
    public void print(String text) {
        stream.print(text);
        stream.flush();
    }

    /** Writes a line, ended by a line feed, and flushes. */
    public void println(String line) {
        print(line + "\n");
    }

    /** Returns the text in a style, or as it is where there are no colours. */
    public String styled(Style style, String text) {
        return colour ? style.code() + text + Style.RESET : text;
    }
}
