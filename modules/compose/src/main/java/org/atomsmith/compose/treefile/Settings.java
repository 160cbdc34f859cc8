package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys that one treefile sets, or several merged ones; values have the shapes that {@link Key} asks for. */
final class Settings {
    private final Map<Key, Node> values = new EnumMap<>(Key.class);
    private final Set<Key> refused = EnumSet.noneOf(Key.class);

    Optional<Node> get(Key key) {
        return Optional.ofNullable(values.get(key));
    }

    void set(Key key, Node value) {
        values.put(key, value);
    }

    /** Notes that the key is there with a value that cannot be used: nobody needs to be told that it is missing. */
    void refuse(Key key) {
        refused.add(key);
    }

    /** Whether the key is there, with a good value or a bad one. */
    boolean isWritten(Key key) {
        return values.containsKey(key) || refused.contains(key);
    }

    void remove(Key key) {
        values.remove(key);
    }

    Map<Key, Node> all() {
        return values;
    }

    /** The items of a list, none if the key is not set. */
    List<Node> items(Key key) {
        return get(key).orElse(null) instanceof Node.Sequence list ? list.items() : List.of();
    }

    /** The items of a list of strings. */
    List<Located<String>> strings(Key key) {
        return items(key).stream()
                .map(item -> new Located<>(((Node.Scalar) item).text(), item.at()))
                .toList();
    }

    /** The items of a list of strings, each once, where it is first. */
    List<Located<String>> distinct(Key key) {
        Map<String, Located<String>> first = new LinkedHashMap<>();
        strings(key).forEach(one -> first.putIfAbsent(one.value(), one));
        return List.copyOf(first.values());
    }

    /** The items of a list of strings, without their places. */
    List<String> values(Key key) {
        return strings(key).stream().map(Located::value).toList();
    }

    /** A key whose values are the constants of an enum, in lower case; set or by default. */
    <E extends Enum<E>> E choice(Key key, Class<E> type, int edition) {
        String word = text(key)
                .map(Located::value)
                .or(() -> key.defaultValue(edition).map(Object::toString))
                .orElseThrow();
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    /** The text of a scalar. */
    Optional<Located<String>> text(Key key) {
        return get(key).map(node -> new Located<>(((Node.Scalar) node).text(), node.at()));
    }

    /** A switch, set or by default. */
    boolean isOn(Key key, int edition) {
        return get(key).map(Node::plain).or(() -> key.defaultValue(edition)).equals(Optional.of(true));
    }

    /** Adds items at the end of a list. */
    void append(Key key, Node.Sequence more) {
        List<Node> joined = new ArrayList<>(items(key));
        joined.addAll(more.items());
        set(key, Node.Sequence.of(get(key).orElse(more).at(), joined));
    }

    /**
     * Takes in what an included treefile sets: our scalars win, its lists go before ours, mappings are merged and ours win
     * ({@code treefile_merge} of rpm-ostree).
     */
    void mergeIncluded(Settings included) {
        refused.addAll(included.refused);
        included.values.forEach((key, theirs) -> values.merge(key, theirs, (ours, _) -> merged(key, ours, theirs)));
    }

    private static Node merged(Key key, Node ours, Node theirs) {
        if (key.type().isList() && ours instanceof Node.Sequence mine && theirs instanceof Node.Sequence base) {
            List<Node> joined = new ArrayList<>(base.items());
            joined.addAll(mine.items());
            return Node.Sequence.of(mine.at(), joined);
        }
        if (key.type().isMapping() && ours instanceof Node.Mapping mine && theirs instanceof Node.Mapping base) {
            Map<String, Node.Entry> joined = new LinkedHashMap<>();
            base.entries().forEach(entry -> joined.put(entry.name(), entry));
            mine.entries().forEach(entry -> joined.put(entry.name(), entry));
            return Node.Mapping.of(mine.at(), List.copyOf(joined.values()));
        }
        return ours;
    }
}
