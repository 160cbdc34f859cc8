package org.atomsmith.compose.layout;

import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;

/** Moves {@code /etc} to {@code /usr/etc}: the defaults, from which each deployment makes and merges its own. */
final class EtcToUsr implements LayoutRule {

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws LayoutException {
        if (tree.has("usr/etc") && !tree.below("usr/etc").isEmpty()) {
            throw new LayoutException("the tree has files in /usr/etc ("
                    + tree.below("usr/etc").firstKey() + "); put them in /etc, which becomes /usr/etc");
        }
        if (!tree.has("etc")) {
            throw new LayoutException("the tree has no /etc: are there packages in it?");
        }
        tree.move("etc", "usr/etc");
    }
}
