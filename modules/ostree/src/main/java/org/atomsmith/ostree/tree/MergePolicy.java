package org.atomsmith.ostree.tree;

import org.atomsmith.ostree.object.DirMeta;

/** What happens where two trees that are merged have something at the same path. */
public interface MergePolicy {

    /**
     * Decides between two different nodes of which at least one is a file; throws to refuse. Equal files never conflict.
     *
     * @return the node to have there
     */
    TreeNode conflict(String path, TreeNode existing, TreeNode incoming);

    /** Decides between the metadata of a directory that both have; the one that is there stays, unless overridden. */
    default DirMeta directory(String path, DirMeta existing, DirMeta incoming) {
        return existing;
    }

    /** The incoming node wins, directories' metadata too: a layer on top of another. */
    static MergePolicy overlay() {
        return new MergePolicy() {
            @Override
            public TreeNode conflict(String path, TreeNode existing, TreeNode incoming) {
                return incoming;
            }

            @Override
            public DirMeta directory(String path, DirMeta existing, DirMeta incoming) {
                return incoming;
            }
        };
    }
}
