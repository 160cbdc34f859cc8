package org.atomsmith.cli.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.compose.treefile.Node;
import org.atomsmith.compose.treefile.Position;
import org.atomsmith.compose.treefile.TextDocument;

/** A mapping as a file would have it, made of a command line's flags; the place of a value is its flag. */
final class WrittenByFlags {
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Map<String, List<Item>> items = new LinkedHashMap<>();
    private final Map<String, Position> places = new LinkedHashMap<>();

    /** One entry of a list of mappings. */
    static final class Item {
        private final Position at;
        private final List<Node.Entry> entries = new ArrayList<>();

        private Item(Position at) {
            this.at = at;
        }

        /** Adds a key with a text. */
        Item text(String key, String value) {
            entries.add(new Node.Entry(scalar(at, key), scalar(at, value)));
            return this;
        }
    }

    /** Sets a text, in the mapping of the first key when there are two. */
    void text(String flag, String value, String... path) {
        put(at(flag), scalar(at(flag), value), path);
    }

    /** Sets a list of texts; an empty one sets nothing. */
    void list(String flag, List<String> values, String... path) {
        if (!values.isEmpty()) {
            Position at = at(flag);
            put(
                    at,
                    Node.Sequence.of(
                            at, values.stream().map(v -> (Node) scalar(at, v)).toList()),
                    path);
        }
    }

    /** Begins an entry of a list of mappings. */
    Item item(String flag, String key) {
        Position at = at(flag);
        places.putIfAbsent(key, at);
        Item item = new Item(at);
        items.computeIfAbsent(key, _ -> new ArrayList<>()).add(item);
        return item;
    }

    private void put(Position at, Node value, String... path) {
        places.putIfAbsent(path[0], at);
        if (path.length == 1) {
            keys.put(path[0], value);
            return;
        }
        List<Node.Entry> entries = new ArrayList<>();
        if (keys.get(path[0]) instanceof Node.Mapping mapping) {
            entries.addAll(mapping.entries());
        }
        entries.add(new Node.Entry(scalar(at, path[1]), value));
        keys.put(path[0], Node.Mapping.of(at, entries));
    }

    /** What was written, in the order of the flags. */
    Node.Mapping mapping() {
        List<Node.Entry> entries = new ArrayList<>();
        places.forEach((key, at) -> {
            Node value = keys.containsKey(key) ? keys.get(key) : sequence(at, items.getOrDefault(key, List.of()));
            entries.add(new Node.Entry(scalar(at, key), value));
        });
        return Node.Mapping.of(at("flags"), entries);
    }

    /** Entries that name the same thing are one: a user may have a password and a right by two flags. */
    private static Node sequence(Position at, List<Item> items) {
        Map<String, Item> byName = new LinkedHashMap<>();
        for (Item item : items) {
            String name = item.entries.getFirst().name().equals("name")
                    ? ((Node.Scalar) item.entries.getFirst().value()).text()
                    : "#" + byName.size();
            Item known = byName.putIfAbsent(name, item);
            if (known != null) {
                known.entries.addAll(item.entries.subList(1, item.entries.size()));
            }
        }
        List<Node> nodes = new ArrayList<>();
        byName.values().forEach(item -> nodes.add(Node.Mapping.of(item.at, item.entries)));
        return Node.Sequence.of(at, nodes);
    }

    private static Node.Scalar scalar(Position at, String text) {
        return new Node.Scalar(at, text, Node.Kind.STRING);
    }

    private static Position at(String flag) {
        return TextDocument.whole(Path.of(flag));
    }
}
