package org.atomsmith.image.customization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.compose.treefile.Node;

/**
 * Lays customizations over each other: a build file's, a file's of their own, a command line's. Lists are joined, mappings
 * are merged key by key, and what comes later wins; kernel arguments are appended; entries of lists that have the same {@code name} ({@code path},
 * {@code mountpoint}) are one.
 */
final class Layers {
    private static final List<String> IDENTITIES = List.of("name", "path", "mountpoint");

    /** A list of words in one text: kernel arguments. */
    private static final String JOINED = "append";

    private Layers() {}

    static Node.Mapping over(Node.Mapping below, Node.Mapping above) {
        Map<String, Node.Entry> joined = new LinkedHashMap<>();
        below.entries().forEach(entry -> joined.put(entry.name(), entry));
        above.entries()
                .forEach(entry -> joined.merge(
                        entry.name(),
                        entry,
                        (old, now) -> new Node.Entry(now.key(), joined(now.name(), old.value(), now.value()))));
        return Node.Mapping.of(above.at(), List.copyOf(joined.values()));
    }

    private static Node joined(String key, Node below, Node above) {
        return key.equals(JOINED) && below instanceof Node.Scalar base && above instanceof Node.Scalar mine
                ? new Node.Scalar(mine.at(), base.text() + " " + mine.text(), mine.kind())
                : over(below, above);
    }

    private static Node over(Node below, Node above) {
        if (below instanceof Node.Mapping base && above instanceof Node.Mapping mine) {
            return over(base, mine);
        }
        if (below instanceof Node.Sequence base && above instanceof Node.Sequence mine) {
            return joined(base, mine);
        }
        return above;
    }

    private static Node.Sequence joined(Node.Sequence below, Node.Sequence above) {
        List<Node> items = new ArrayList<>(below.items());
        int before = items.size();
        for (Node item : above.items()) {
            int same = indexOf(identity(item), items.subList(0, before));
            if (same < 0) {
                items.add(item);
            } else {
                items.set(same, over(items.get(same), item));
            }
        }
        return Node.Sequence.of(above.at(), items);
    }

    private static int indexOf(Optional<String> identity, List<Node> items) {
        for (int i = 0; identity.isPresent() && i < items.size(); i++) {
            if (identity(items.get(i)).equals(identity)) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> identity(Node item) {
        return item instanceof Node.Mapping mapping
                ? IDENTITIES.stream()
                        .flatMap(key -> mapping.get(key).stream()
                                .filter(Node.Scalar.class::isInstance)
                                .map(value -> key + "=" + ((Node.Scalar) value).text()))
                        .findFirst()
                : Optional.empty();
    }
}
