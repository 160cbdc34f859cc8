package org.atomsmith.compose.treefile;

/**
 * One thing that is wrong in a text that a person wrote.
 *
 * @param at where
 * @param message what was found, in one line
 * @param hint what to do about it, in one line without a full stop; empty when the message says it
 */
public record Problem(Position at, String message, String hint) {

    /** One line: {@code file:line:column: message; hint}, or {@code message (hint)} when the hint is a question. */
    @Override
    public String toString() {
        String tail = hint.isEmpty() ? "" : hint.endsWith("?") ? " (" + hint + ")" : "; " + hint;
        return at + ": " + message + tail;
    }

    /** The line of {@link #toString} and, under it, the excerpt with a caret. */
    public String render() {
        String excerpt = at.excerpt();
        return excerpt.isEmpty() ? toString() : this + "\n" + excerpt;
    }
}
