package org.atomsmith.compose.content;

import java.util.ArrayList;
import java.util.List;
import org.atomsmith.compose.layout.LayoutRule;
import org.atomsmith.compose.layout.Units;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Treefile;

/** The rules that a treefile asks for, in the order in which they apply; postprocess scripts come after them. */
public final class ContentRules {
    private ContentRules() {}

    /** The rules that bring files of the builder's machine into the tree. */
    public static List<LayoutRule> overlays(Treefile treefile) {
        List<LayoutRule> rules = new ArrayList<>();
        for (Treefile.Layer layer : treefile.content().layers()) {
            rules.add(new Overlay(layer.name(), layer.directory(), layer.override()));
        }
        for (Treefile.AddFile file : treefile.content().addFiles()) {
            rules.add(new AddedFile(file.source(), file.destination()));
        }
        return rules;
    }

    /**
     * The rules of a treefile.
     *
     * @param version the commit's version, empty when it has none
     */
    public static List<LayoutRule> of(Treefile treefile, String version) {
        List<LayoutRule> rules = new ArrayList<>();
        rules.addAll(overlays(treefile));
        rules.add(new HostFacts(treefile));
        rules.add(new ModuleStates(treefile.packages().modules()));
        treefile.updates().ifPresent(updates -> rules.add(new UpdateRemote(updates)));
        Treefile.HostSettings system = treefile.system();
        rules.add(new Units(
                system.units().stream().map(Located::value).toList(),
                system.defaultTarget().map(Located::value)));
        system.mutateOsRelease().ifPresent(from -> rules.add(new OsRelease(from, version)));
        for (Located<String> path : treefile.content().removeFiles()) {
            rules.add((tree, objects) -> tree.remove(Overlay.inTree(path.value())));
        }
        if (treefile.content().readonlyExecutables()) {
            rules.add(new ReadOnlyExecutables());
        }
        return rules;
    }
}
