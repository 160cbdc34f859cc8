package org.atomsmith.cli.terminal;

/** How text looks on a terminal: ECMA-48's "select graphic rendition". */
public enum Style {
    /** Something that matters. */
    BOLD("\u001b[1m"),
    /** Something beside the point. */
    DIM("\u001b[2m"),
    /** Good. */
    GREEN("\u001b[32m"),
    /** Bad. */
    RED("\u001b[31m"),
    /** Worth a look. */
    YELLOW("\u001b[33m");

    /** Back to plain text. */
    static final String RESET = "\u001b[0m";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
