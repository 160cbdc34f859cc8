package org.atomsmith.compose.content;

import org.atomsmith.compose.layout.LayoutRule;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/** Takes the write bits from executables under {@code /usr} ({@code readonly-executables}). */
final class ReadOnlyExecutables implements LayoutRule {
    private static final int ANY_EXECUTE = 0111;
    private static final int ANY_WRITE = 0222;

    @Override
    public void apply(FileTree tree, ObjectStore objects) {
        for (var e : tree.below("usr").entrySet()) {
            if (e.getValue() instanceof Node.File f && (f.mode() & ANY_EXECUTE) != 0) {
                e.setValue(f.owned(f.uid(), f.gid(), f.mode() & ~ANY_WRITE));
            }
        }
    }
}
