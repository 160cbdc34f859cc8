package org.atomsmith.compose.treefile;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A treefile, or a file that it leads to, cannot be used as it is written. Everything that is wrong is told at once;
 * the message is the full text for a person, with excerpts.
 */
public final class TreefileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Tells these problems, in this order.
     *
     * @param problems at least one
     */
    public TreefileException(List<Problem> problems) {
        super(problems.stream().map(Problem::render).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Tells one problem. */
    public TreefileException(Problem problem) {
        this(List.of(problem));
    }

    /**
     * A problem with a value that a treefile names, found by a later step.
     *
     * @param where the value
     * @param message what was found
     * @param hint what to do, or empty
     */
    public static TreefileException at(Located<?> where, String message, String hint) {
        return new TreefileException(new Problem(where.at(), message, hint));
    }

    /** What is wrong: never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
