package org.atomsmith.compose.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Enables systemd units as {@code systemctl --root enable} does, by the {@code [Install]} sections of their files, and sets
 * the default target.
 */
public final class Units implements LayoutRule {
    private static final String ENABLED = "etc/systemd/system";
    private static final List<String> DIRECTORIES =
            List.of(ENABLED, "usr/local/lib/systemd/system", "usr/lib/systemd/system");

    private final List<String> units;
    private final Optional<String> defaultTarget;

    /** Units by name with their suffix; instances as {@code name@instance.service}. */
    public Units(List<String> units, Optional<String> defaultTarget) {
        this.units = List.copyOf(units);
        this.defaultTarget = defaultTarget;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        Set<String> enabled = new HashSet<>();
        for (String unit : units) {
            enable(tree, objects, unit, enabled);
        }
        if (defaultTarget.isPresent()) {
            String file = find(tree, defaultTarget.get());
            if (file == null) {
                throw missing("default-target", defaultTarget.get());
            }
            tree.put(ENABLED + "/default.target", new Node.Symlink(0, 0, "/" + file));
        }
    }

    private void enable(FileTree tree, ObjectStore objects, String unit, Set<String> enabled) throws IOException {
        if (!enabled.add(unit)) {
            return;
        }
        String file = find(tree, unit);
        if (file == null) {
            throw missing("units", unit);
        }
        if (!(tree.get(tree.resolve(file)).orElse(null) instanceof Node.File node)) {
            throw new LayoutException("units: '" + unit + "' is masked: /" + file + " does not lead to a file");
        }
        InstallSection install = InstallSection.parse(new String(objects.read(node), StandardCharsets.UTF_8));
        for (String target : install.wantedBy()) {
            link(tree, target + ".wants", install.instance(unit), file);
        }
        for (String target : install.requiredBy()) {
            link(tree, target + ".requires", install.instance(unit), file);
        }
        for (String alias : install.alias()) {
            tree.put(ENABLED + "/" + alias, new Node.Symlink(0, 0, "/" + file));
        }
        for (String also : install.also()) {
            if (find(tree, also) != null) {
                enable(tree, objects, also, enabled);
            }
        }
    }

    private static void link(FileTree tree, String directory, String unit, String file) {
        tree.put(ENABLED + "/" + directory + "/" + unit, new Node.Symlink(0, 0, "/" + file));
    }

    private static @Nullable String find(FileTree tree, String unit) {
        int at = unit.indexOf('@');
        String template = at < 0 ? unit : unit.substring(0, at + 1) + unit.substring(unit.lastIndexOf('.'));
        for (String name : List.of(unit, template)) {
            for (String directory : DIRECTORIES) {
                if (tree.has(directory + "/" + name)) {
                    return directory + "/" + name;
                }
            }
        }
        return null;
    }

    private static LayoutException missing(String key, String unit) {
        return new LayoutException(key + ": no package or overlay brings the unit '" + unit + "' (looked in /"
                + String.join(", /", DIRECTORIES) + ")");
    }
}
