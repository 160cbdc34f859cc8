package org.atomsmith.compose.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.layout.LayoutRule;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.treefile.Treefile.ModuleSettings;
import org.atomsmith.compose.treefile.Treefile.ModuleStream;

/**
 * Writes down which streams of modules the treefile chose, as dnf does in {@code /etc/dnf/modules.d}: what is layered later
 * comes from the same streams. Default streams are not written down.
 */
final class ModuleStates implements LayoutRule {
    private static final String DIRECTORY = "etc/dnf/modules.d/";

    private final ModuleSettings settings;

    ModuleStates(ModuleSettings settings) {
        this.settings = settings;
    }

    @Override
    public void apply(FileTree tree, ObjectStore objects) throws IOException {
        SortedMap<String, String> states = new TreeMap<>();
        settings.enable().forEach(stream -> add(stream, states));
        settings.install().forEach(stream -> add(stream, states));
        settings.disable().forEach(name -> states.put(name.value(), state(name.value(), "", "", "disabled")));
        for (String name : states.keySet()) {
            String path = DIRECTORY + name + ".module";
            // What an overlay brings is meant.
            if (!tree.has(path)) {
                byte[] text = states.get(name).getBytes(StandardCharsets.UTF_8);
                tree.put(path, objects.store(text, 0, 0, 0644));
            }
        }
    }

    private static void add(ModuleStream asked, SortedMap<String, String> states) {
        asked.stream()
                .ifPresent(stream -> states.put(
                        asked.module(),
                        state(asked.module(), stream, asked.profile().orElse(""), "enabled")));
    }

    private static String state(String name, String stream, String profiles, String state) {
        return "[" + name + "]\nname=" + name + "\nstream=" + stream + "\nprofiles=" + profiles + "\nstate=" + state
                + "\n\n";
    }
}
