package org.atomsmith.compose.treefile;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces <code>${name}</code> in the keys that say so. */
final class Substitution {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}?");

    private final Map<String, String> variables;
    private final Problems problems;

    Substitution(Map<String, String> variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    /** Replaces in every key that is substituted: in a string, or in the strings of a mapping's first level. */
    void apply(Settings settings) {
        settings.all().replaceAll((key, node) -> key.isSubstituted() ? substituted(node) : node);
    }

    private Node substituted(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar(scalar);
            case Node.Mapping mapping ->
                Node.Mapping.of(
                        mapping.at(),
                        mapping.entries().stream()
                                .map(entry -> entry.value() instanceof Node.Scalar scalar
                                        ? new Node.Entry(entry.key(), scalar(scalar))
                                        : entry)
                                .toList());
            case Node.Sequence list -> list;
        };
    }

    private Node.Scalar scalar(Node.Scalar scalar) {
        if (scalar.kind() != Node.Kind.STRING || !scalar.text().contains("${")) {
            return scalar;
        }
        Matcher matcher = REFERENCE.matcher(scalar.text());
        String text = matcher.replaceAll(reference -> Matcher.quoteReplacement(value(scalar, reference.group(1))));
        return new Node.Scalar(scalar.at(), text, scalar.kind());
    }

    private String value(Node.Scalar scalar, String name) {
        String value = variables.get(name);
        if (value == null) {
            problems.error(
                    scalar.at(),
                    "undefined variable '${" + name + "}' in '" + scalar.text() + "'",
                    Nearest.to(name, List.copyOf(variables.keySet()))
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("define it under 'variables'"));
            return "";
        }
        return value;
    }
}
