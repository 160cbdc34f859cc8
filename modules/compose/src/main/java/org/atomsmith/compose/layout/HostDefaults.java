package org.atomsmith.compose.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;

/**
 * Files that every host of ours has, from this module's resources: how dracut and {@code ostree-prepare-root} are set up,
 * the directories of {@code /var}, and the units that grow the root file system to the disk and make users that are missing. The user's overlays come later
 * and win.
 */
final class HostDefaults implements LayoutRule {
    private static final String RESOURCES = "/org/atomsmith/compose/host/";

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        for (String line : resource("files").lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split(" +");
            switch (fields[0]) {
                case "file" ->
                    tree.put(
                            fields[2],
                            objects.store(
                                    resource(fields[2]).getBytes(StandardCharsets.UTF_8),
                                    0,
                                    0,
                                    Integer.parseInt(fields[1], 8)));
                case "link" -> tree.put(fields[1], new Node.Symlink(0, 0, fields[2]));
                default -> throw new IllegalStateException("resource 'files': " + line);
            }
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HostDefaults.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCES + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
