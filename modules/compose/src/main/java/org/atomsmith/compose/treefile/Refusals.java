package org.atomsmith.compose.treefile;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Refuses what is known but not built, with the reason, at the place where it is asked for. Merged settings are looked at:
 * what an including file overrides is not asked for.
 */
final class Refusals {
    private final Problems problems;

    Refusals(Problems problems) {
        this.problems = problems;
    }

    /** Notes a mistake for each value that is not built. */
    void check(Settings settings) {
        settings.all()
                .forEach((key, node) -> key.built().ifPresent(built -> {
                    if (!built.contains(node.plain())) {
                        refuse(key, node, built);
                    }
                }));
    }

    private void refuse(Key key, Node node, List<Object> built) {
        String found =
                node instanceof Node.Scalar scalar && !built.isEmpty() ? key.word() + ": " + scalar.text() : key.word();
        String allowed = built.stream().map(Refusals::written).collect(Collectors.joining(" or "));
        problems.error(
                node.at(),
                "'" + found + "' is not built: " + key.reason(),
                built.isEmpty() ? "remove it" : "write '" + key.word() + ": " + allowed + "' or remove it");
    }

    private static String written(Object plain) {
        return plain instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue())
                        .collect(Collectors.joining(", ", "{", "}"))
                : plain.toString();
    }
}
