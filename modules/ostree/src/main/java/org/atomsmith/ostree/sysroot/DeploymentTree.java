package org.atomsmith.ostree.sysroot;

import java.util.Optional;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeBuilder;
import org.atomsmith.ostree.tree.TreeNode;
import org.atomsmith.ostree.tree.TreePathException;

/** The tree of a first deployment: that of the commit, and {@code etc} made from {@code usr/etc}. */
public final class DeploymentTree {

    private DeploymentTree() {}

    /**
     * Adds {@code etc}. Its files are the host's own: on disk they are copies, never links to the repository's objects.
     *
     * @throws TreePathException when the commit has an {@code etc} with something in it, which no deploy accepts beside
     *     {@code usr/etc}
     */
    public static Tree of(Tree commit) {
        Optional<TreeNode> etc = commit.find("usr/etc");
        if (etc.isEmpty()) {
            return commit;
        }
        boolean occupied = commit.find("etc")
                .map(node -> !(node instanceof TreeNode.Directory directory
                        && directory.children().isEmpty()))
                .orElse(false);
        if (occupied) {
            throw new TreePathException("the commit has both /etc and /usr/etc: defaults belong into /usr/etc alone");
        }
        return new TreeBuilder(commit).replace("etc", etc.get()).build();
    }
}
