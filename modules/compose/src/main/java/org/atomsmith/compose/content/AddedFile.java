package org.atomsmith.compose.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.compose.layout.LayoutRule;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.treefile.Located;

/** Copies one file into the tree ({@code add-files}). */
final class AddedFile implements LayoutRule {
    private final Located<Path> source;
    private final String destination;

    AddedFile(Located<Path> source, String destination) {
        this.source = source;
        this.destination = destination;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        Path file = source.value();
        tree.put(tree.resolveParent(Overlay.inTree(destination)), Overlay.read(file, Files.size(file), objects));
    }
}
