package org.atomsmith.image.customization;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.compose.treefile.Nearest;
import org.atomsmith.compose.treefile.Node;
import org.atomsmith.compose.treefile.Problems;
import org.atomsmith.compose.treefile.TextDocument;

/**
 * Reads customizations: the mapping under {@code customizations} of a build file, of a file of its own, or of what a
 * command line says. All mistakes are told at once, each with its place.
 */
public final class CustomizationReader {
    private static final String WRAPPER = "customizations";
    /** What a blueprint says about itself; it changes nothing. */
    private static final Set<String> ABOUT = Set.of("name", "description", "version", "distro", "arch");

    /** Makes a reader. */
    public CustomizationReader() {}

    /**
     * Reads a file in YAML ({@code .yaml}, {@code .yml}) or JSON: a mapping of customizations, or one with the key
     * {@code customizations} as a blueprint has it.
     *
     * @throws IOException when the file cannot be read
     * @throws org.atomsmith.compose.treefile.TreefileException when it is no YAML, no JSON, or no such mapping
     */
    public Node.Mapping parse(Path file) throws IOException {
        Problems problems = new Problems();
        Node root = TextDocument.read(file).parse();
        if (!(root instanceof Node.Mapping mapping)) {
            problems.error(
                    root.at(),
                    "customizations are a mapping of keys, found " + root.describe(),
                    "write 'key: value' lines, as 'hostname: db1'");
            problems.throwIfAny();
            return Node.Mapping.of(root.at(), List.of());
        }
        Optional<Node> wrapped = mapping.get(WRAPPER);
        if (wrapped.isEmpty()) {
            return mapping;
        }
        for (Node.Entry entry : mapping.entries()) {
            if (!entry.name().equals(WRAPPER) && !ABOUT.contains(entry.name())) {
                problems.error(
                        entry.key().at(),
                        "'" + entry.name() + "' beside 'customizations' is not taken: the commit decides it",
                        "put it into the treefile, or remove it");
            }
        }
        if (!(wrapped.get() instanceof Node.Mapping inner)) {
            problems.error(
                    wrapped.get().at(),
                    "'customizations' must be a mapping, found " + wrapped.get().describe(),
                    "");
            problems.throwIfAny();
            return mapping;
        }
        problems.throwIfAny();
        return inner;
    }

    /**
     * Reads mappings that are laid over each other; what comes later wins, lists are joined.
     *
     * @throws org.atomsmith.compose.treefile.TreefileException with everything that is wrong
     */
    public Customization read(List<Node.Mapping> layers) {
        if (layers.isEmpty()) {
            return Customization.NONE;
        }
        Node.Mapping all = layers.getFirst();
        for (Node.Mapping layer : layers.subList(1, layers.size())) {
            all = Layers.over(all, layer);
        }
        Problems problems = new Problems();
        Section known = known(all, problems);
        Customization customization = new CustomizationResolver(known, problems).resolve();
        problems.throwIfAny();
        return customization;
    }

    /** Reads one file. */
    public Customization read(Path file) throws IOException {
        return read(List.of(parse(file)));
    }

    private static Section known(Node.Mapping all, Problems problems) {
        List<Node.Entry> good = new ArrayList<>();
        for (Node.Entry entry : all.entries()) {
            Optional<CustomizationKey> key = CustomizationKey.of(entry.name());
            if (key.isPresent()) {
                if (key.get().type().check("'" + entry.name() + "'", entry.value(), problems)) {
                    good.add(entry);
                }
                continue;
            }
            Optional<String> refusal = CustomizationKey.refusal(entry.name());
            problems.error(
                    entry.key().at(),
                    refusal.isPresent()
                            ? "the customization '" + entry.name() + "' is not built: " + refusal.get()
                            : "unknown customization '" + entry.name() + "'",
                    refusal.isPresent() ? "" : Nearest.question(entry.name(), CustomizationKey.words()));
        }
        return new Section(Node.Mapping.of(all.at(), good));
    }
}
