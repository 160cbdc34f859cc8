package org.atomsmith.compose.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.atomsmith.compose.layout.LayoutException;
import org.atomsmith.compose.layout.LayoutRule;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/**
 * Shows the commit's version in {@code /usr/lib/os-release} ({@code mutate-os-release}): the given text is replaced in
 * {@code VERSION} and {@code PRETTY_NAME}, and {@code OSTREE_VERSION} is added.
 */
final class OsRelease implements LayoutRule {
    private static final String PATH = "usr/lib/os-release";

    private final String from;
    private final String version;

    OsRelease(String from, String version) {
        this.from = from;
        this.version = version;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        if (!(tree.get(PATH).orElse(null) instanceof Node.File file)) {
            throw new LayoutException("mutate-os-release: the tree has no /" + PATH);
        }
        if (version.isEmpty()) {
            throw new LayoutException("mutate-os-release: the commit has no version; set 'automatic-version-prefix'");
        }
        StringBuilder text = new StringBuilder();
        for (String line : new String(objects.read(file), StandardCharsets.UTF_8).split("\n")) {
            boolean shown = line.startsWith("VERSION=") || line.startsWith("PRETTY_NAME=");
            text.append(shown ? line.replace(from, version) : line).append('\n');
        }
        text.append("OSTREE_VERSION='").append(version).append("'\n");
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        tree.put(PATH, objects.store(bytes, file.uid(), file.gid(), file.mode()));
    }
}
