package org.atomsmith.compose.layout;

import java.util.List;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/** Where a host's {@code /opt} and {@code /usr/local} lie (the treefile's {@code opt-usrlocal}). */
public enum LocalDirectories implements LayoutRule {
    /** In {@code /var}: they belong to the machine. */
    VAR {
        @Override
        public void apply(FileTree tree, ObjectStore objects) {
            TopLevel.link(tree, OPT, "var/opt");
            TopLevel.link(tree, LOCAL, "../var/usrlocal");
            subdirectories(tree, "var/usrlocal");
        }
    },
    /** In the commit, read-only. */
    ROOT {
        @Override
        public void apply(FileTree tree, ObjectStore objects) {
            tree.mkdirs(OPT);
            subdirectories(tree, LOCAL);
        }
    },
    /** In the commit, each with a writable layer of the machine's over it; {@code /opt} is {@code /usr/lib/opt} then. */
    STATEOVERLAY {
        @Override
        public void apply(FileTree tree, ObjectStore objects) throws LayoutException {
            if (!tree.has("usr/lib/systemd/system/" + TEMPLATE)) {
                throw new LayoutException("opt-usrlocal: no package brings the unit '" + TEMPLATE
                        + "', which lays the machine's layer over /opt and /usr/local: it comes with ostree 2024.1");
            }
            if (tree.get(OPT).orElse(null) instanceof Node.Directory) {
                tree.move(OPT, USR_OPT);
            } else {
                tree.mkdirs(USR_OPT);
            }
            tree.put(OPT, new Node.Symlink(0, 0, USR_OPT));
            subdirectories(tree, LOCAL);
            for (String path : List.of("usr-lib-opt", "usr-local")) {
                tree.put(
                        "usr/lib/systemd/system/local-fs.target.requires/" + TEMPLATE.replace("@", "@" + path),
                        new Node.Symlink(0, 0, "../" + TEMPLATE));
            }
        }
    };

    private static final String OPT = "opt";
    private static final String LOCAL = "usr/local";
    private static final String USR_OPT = "usr/lib/opt";
    private static final String TEMPLATE = "ostree-state-overlay@.service";
    private static final List<String> BELOW_LOCAL =
            List.of("bin", "etc", "games", "include", "lib", "man", "sbin", "share", "share/man", "src");

    /** How a finished tree has them. */
    static LocalDirectories of(FileTree tree) {
        if (tree.get(LOCAL).orElse(null) instanceof Node.Symlink) {
            return VAR;
        }
        return tree.get(OPT).orElse(null) instanceof Node.Symlink ? STATEOVERLAY : ROOT;
    }

    private static void subdirectories(FileTree tree, String local) {
        for (String directory : BELOW_LOCAL) {
            if (!tree.has(local + "/" + directory)) {
                tree.mkdirs(local + "/" + directory);
            }
        }
    }
}
