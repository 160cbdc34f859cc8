package org.atomsmith.rpm.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.DependencyParser;

/**
 * The names in a rich dependency, by which rpm's indexes find it too: those that it wants, then, with an exclamation mark,
 * those whose absence makes it hold, as conditions.
 */
final class RichNames {
    private final SequencedSet<String> wanted = new TreeSet<>();
    private final SequencedSet<String> conditions = new TreeSet<>();

    private RichNames() {}

    /** The names in a dependency; none when it is not a rich one. */
    static List<String> of(String dependency) {
        if (!dependency.startsWith("(")) {
            return List.of();
        }
        RichNames names = new RichNames();
        names.add(DependencyParser.parse(dependency), false);
        List<String> all = new ArrayList<>(names.wanted);
        names.conditions.forEach(name -> all.add("!" + name));
        return all;
    }

    private void add(Dependency dependency, boolean negated) {
        switch (dependency) {
            case Dependency.Simple simple -> (negated ? conditions : wanted).add(simple.name());
            case Dependency.And and -> and.parts().forEach(part -> add(part, negated));
            case Dependency.Or or -> or.parts().forEach(part -> add(part, negated));
            case Dependency.With with -> {
                add(with.left(), negated);
                add(with.right(), negated);
            }
            case Dependency.Without without -> {
                add(without.left(), negated);
                add(without.right(), negated);
            }
            case Dependency.If(Dependency then, Dependency condition, Optional<Dependency> otherwise) ->
                addConditional(then, condition, otherwise, negated);
            case Dependency.Unless(Dependency then, Dependency condition, Optional<Dependency> otherwise) ->
                addConditional(then, condition, otherwise, negated);
        }
    }

    private void addConditional(
            Dependency then, Dependency condition, Optional<Dependency> otherwise, boolean negated) {
        add(then, negated);
        add(condition, !negated);
        if (otherwise.isPresent()) {
            add(condition, negated);
            add(otherwise.get(), negated);
        }
    }
}
