package org.atomsmith.ostree.commit;

import java.io.IOException;
import java.util.SortedSet;

/** Rules of a commit that name paths which no tree of it has: a mistake in the rules, or a file that went missing. */
public final class UnmatchedPathsException extends IOException {
    private static final long serialVersionUID = 1;

    private UnmatchedPathsException(String kind, SortedSet<String> paths) {
        super("Unmatched " + kind + " paths: " + String.join(", ", paths));
    }

    static void throwIfAny(CommitModifier modifier) throws UnmatchedPathsException {
        if (!modifier.unusedAdditions().isEmpty()) {
            throw new UnmatchedPathsException("statoverride", modifier.unusedAdditions());
        }
        if (!modifier.unusedSkips().isEmpty()) {
            throw new UnmatchedPathsException("skip-list", modifier.unusedSkips());
        }
    }
}
