package org.atomsmith.solver;

import java.io.Serial;

/** No set of packages satisfies the request. The message is the whole explanation, for people. */
public final class UnsolvableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Explanation explanation;

    /** States why. */
    public UnsolvableException(Explanation explanation) {
        super(explanation.toString());
        this.explanation = explanation;
    }

    /** Why, as a tree. */
    public Explanation explanation() {
        return explanation;
    }
}
