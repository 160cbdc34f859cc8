package org.atomsmith.deb;

import java.io.IOException;
import java.io.Serial;

/** A deb822 file (a control file, a {@code .sources} file) is malformed or says something that cannot be. */
public final class Deb822Exception extends IOException {
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
    public Deb822Exception(String file, int line, int column, String problem) {
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
