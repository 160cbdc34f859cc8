package org.atomsmith.ostree.tree;

import java.security.MessageDigest;
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

    /** One checksum of both, which two commits of the same tree have in common. */
    public Checksum contentChecksum() {
        MessageDigest digest = Checksum.sha256();
        digest.update(tree.bytes());
        digest.update(meta.bytes());
        return Checksum.of(digest.digest());
    }
}
