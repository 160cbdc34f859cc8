package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that a person sees all of it at once and not one mistake per run. */
public final class Problems {
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /** Starts with none. */
    public Problems() {}

    /** Notes a mistake. */
    public void error(Position at, String message, String hint) {
        errors.add(new Problem(at, message, hint));
    }

    /** Notes mistakes that were found elsewhere. */
    public void addAll(TreefileException failure) {
        errors.addAll(failure.problems());
    }

    /** Notes something that is ignored. */
    public void warn(Position at, String message, String hint) {
        warnings.add(new Problem(at, message, hint));
    }

    /** The mistakes so far, in the order they were found. */
    public List<Problem> errors() {
        return List.copyOf(errors);
    }

    /** The warnings so far. */
    public List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    /** Throws when there was a mistake. */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new TreefileException(errors);
        }
    }
}
