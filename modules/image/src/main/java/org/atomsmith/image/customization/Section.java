package org.atomsmith.image.customization;

import java.util.List;
import java.util.Optional;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Node;
import org.atomsmith.compose.treefile.Position;

/** A mapping whose shape was checked: its values, with their places. */
record Section(Node.Mapping mapping) {
    /** An empty mapping at a place. */
    static Section empty(Position at) {
        return new Section(Node.Mapping.of(at, List.of()));
    }

    Position at() {
        return mapping.at();
    }

    boolean has(String key) {
        return mapping.get(key).isPresent();
    }

    /** The text of a scalar; a number as it is written. */
    Optional<Located<String>> text(String key) {
        return mapping.get(key).map(Section::located);
    }

    /** The items of a list of scalars, none when the key is not there. */
    List<Located<String>> texts(String key) {
        return items(key).stream().map(Section::located).toList();
    }

    /** A whole number; one that a long cannot hold is a fault of its own. */
    Optional<Located<Long>> number(String key) {
        return mapping.get(key)
                .map(node -> new Located<>(node.plain() instanceof Long value ? value : Long.MAX_VALUE, node.at()));
    }

    boolean isOn(String key) {
        return mapping.get(key).map(Node::plain).equals(Optional.of(true));
    }

    /** The mappings of a list, none when the key is not there. */
    List<Section> sections(String key) {
        return items(key).stream().map(item -> new Section((Node.Mapping) item)).toList();
    }

    /** A mapping, empty when the key is not there. */
    Section section(String key) {
        return mapping.get(key).map(node -> new Section((Node.Mapping) node)).orElseGet(() -> empty(at()));
    }

    private List<Node> items(String key) {
        return mapping.get(key).orElse(null) instanceof Node.Sequence list ? list.items() : List.of();
    }

    private static Located<String> located(Node node) {
        return new Located<>(((Node.Scalar) node).text(), node.at());
    }
}
