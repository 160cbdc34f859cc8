package org.atomsmith.rpm;

import java.io.IOException;
import java.io.Serial;

/**
 * A text file that people or packages write (a {@code .repo} or {@code .sources} file, a control file) is malformed or says
 * something that cannot be.
 */
public final class TextFileException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final int column;

    /**
     * States where and what: the message becomes {@code file:line:column: problem}.
     *
     * @param line 1 for the first line
     * @param column 1 for the first character of the line
     */
    public TextFileException(String file, int line, int column, String problem) {
        super(file + ":" + line + ":" + column + ": " + problem);
        this.file = file;
        this.line = line;
        this.column = column;
    }

    /** The file, as the caller named it. */
    public String file() {
        return file;
    }

    /** The line, from 1. */
    public int line() {
        return line;
    }

    /** The column, from 1. */
    public int column() {
        return column;
    }
}
