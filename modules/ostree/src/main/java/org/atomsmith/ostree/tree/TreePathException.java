package org.atomsmith.ostree.tree;

/** A path that a tree cannot have: it leads through a file, or has a part that is no name. */
public final class TreePathException extends RuntimeException {

    /** Says which path and why. */
    public TreePathException(String message) {
        super(message);
    }
}
