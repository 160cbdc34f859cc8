package org.atomsmith.compose.treefile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the entries of a mapping; a key that is given twice is a mistake in YAML and in JSON. */
final class MappingBuilder {
    private final Map<String, Node.Entry> entries = new LinkedHashMap<>();

    void add(Node.Scalar key, Node value) {
        Node.Entry before = entries.putIfAbsent(key.text(), new Node.Entry(key, value));
        if (before != null) {
            throw TextDocument.failure(
                    key.at(),
                    "the key '" + key.text() + "' is given twice, first in line "
                            + before.key().at().line(),
                    "keep one of them");
        }
    }

    Node.Mapping build(Position at) {
        return Node.Mapping.of(at, List.copyOf(entries.values()));
    }
}
