package org.atomsmith.ostree.tree;

import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;

/**
 * What a commit says of its tree.
 *
 * @param tree the dirtree of {@code /}
 * @param meta the dirmeta of {@code /}
 */
public record TreeRoot(Checksum tree, Checksum meta) {

    /** A commit's root. */
    public static TreeRoot of(Commit commit) {
        return new TreeRoot(commit.rootTree(), commit.rootMeta());
    }
}
