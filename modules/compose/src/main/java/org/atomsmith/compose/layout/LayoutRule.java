package org.atomsmith.compose.layout;

import java.io.IOException;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;

/** One step from a tree as packages leave it to the tree of an OSTree host. */
@FunctionalInterface
public interface LayoutRule {

    /**
     * Changes the tree in place.
     *
     * @param objects where contents are read from and stored
     * @throws LayoutException when the tree cannot become a host; says what is missing
     */
    void apply(FileTree tree, ObjectStore objects) throws IOException;
}
