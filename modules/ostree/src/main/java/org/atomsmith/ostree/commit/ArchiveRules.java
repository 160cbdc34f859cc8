package org.atomsmith.ostree.commit;

import java.util.function.UnaryOperator;

/**
 * How an archive becomes a tree.
 *
 * @param autocreateParents whether directories that it lacks are made
 * @param rename what the path of an entry becomes, without a slash before it
 */
public record ArchiveRules(boolean autocreateParents, UnaryOperator<String> rename) {

    /** Archives as they are. */
    public static final ArchiveRules PLAIN = new ArchiveRules(false, UnaryOperator.identity());
}
