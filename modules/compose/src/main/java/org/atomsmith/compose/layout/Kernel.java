package org.atomsmith.compose.layout;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/**
 * Keeps the kernel where OSTree looks for it, {@code /usr/lib/modules/<version>/vmlinuz}, and empties {@code /boot}, which
 * a deployment fills.
 */
public final class Kernel implements LayoutRule {
    private static final String MODULES = "usr/lib/modules";
    private static final List<String> KEPT = List.of("vmlinuz", "config", "System.map");

    /**
     * The version of the tree's only kernel, the name of its directory under {@code /usr/lib/modules}.
     *
     * @throws LayoutException when there is none, or more than one
     */
    public static String version(FileTree tree) throws LayoutException {
        List<String> versions = new ArrayList<>();
        for (String version : tree.children(MODULES)) {
            if (tree.has(MODULES + "/" + version + "/vmlinuz")) {
                versions.add(version);
            }
        }
        return switch (versions.size()) {
            case 1 -> versions.getFirst();
            case 0 ->
                throw new LayoutException(
                        "the tree has no kernel in /usr/lib/modules or /boot; add a kernel package to 'packages'");
            default ->
                throw new LayoutException("the tree has " + versions.size() + " kernels (" + String.join(", ", versions)
                        + "); an atomic host boots one: exclude the others");
        };
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws LayoutException {
        for (String name : tree.children("boot")) {
            for (String kind : KEPT) {
                String version = name.startsWith(kind + "-") ? name.substring(kind.length() + 1) : "";
                String directory = MODULES + "/" + version;
                if (!version.isEmpty()
                        && tree.has(directory)
                        && tree.get("boot/" + name).get() instanceof Node.File) {
                    tree.move("boot/" + name, directory + "/" + kind);
                }
            }
        }
        for (String name : tree.children("boot")) {
            tree.remove("boot/" + name);
        }
        for (String name : tree.children("")) {
            boolean kernelLink = name.startsWith("vmlinuz") || name.startsWith("initrd.img");
            if (kernelLink && tree.get(name).get() instanceof Node.Symlink) {
                tree.remove(name);
            }
        }
        version(tree);
    }
}
