package org.atomsmith.compose.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.atomsmith.compose.layout.LayoutRule;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.treefile.Treefile;

/**
 * Puts into the tree what whoever makes a disk of it must know: the kernel arguments (in bootc's format), the origin that a
 * deployment starts with, and the treefile (where rpm-ostree keeps it).
 */
final class HostFacts implements LayoutRule {
    private final Treefile treefile;

    HostFacts(Treefile treefile) {
        this.treefile = treefile;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        if (!treefile.system().kargs().isEmpty()) {
            String list = treefile.system().kargs().stream()
                    .map(k -> "\"" + k.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                    .collect(Collectors.joining(", "));
            put(tree, objects, "usr/lib/bootc/kargs.d/10-treefile.toml", "kargs = [" + list + "]\n");
        }
        String refspec = treefile.updates()
                .map(u -> u.remote().value() + ":" + u.ref())
                .orElse(treefile.ref().value());
        put(tree, objects, "usr/lib/atomsmith/origin", "[origin]\nrefspec=" + refspec + "\n");
        put(tree, objects, "usr/share/rpm-ostree/treefile.json", treefile.json().stripTrailing() + "\n");
    }

    private static void put(FileTree tree, ObjectStore objects, String path, String text) throws IOException {
        tree.put(path, objects.store(text.getBytes(StandardCharsets.UTF_8), 0, 0, 0644));
    }
}
