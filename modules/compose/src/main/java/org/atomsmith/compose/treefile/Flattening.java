package org.atomsmith.compose.treefile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Turns merged settings into one treefile that means the same: names of files become relative to the first treefile,
 * entries of {@code packages} are split.
 */
final class Flattening {
    /** Members of mappings that are names of files. */
    private static final Set<String> FILE_FIELDS = Set.of("filename", "key");

    private final Path first;

    Flattening(Path first) {
        this.first = first;
    }

    /** The entries, in the order of the reference. */
    List<FlatTreefile.Entry> of(Settings settings) {
        List<FlatTreefile.Entry> entries = new ArrayList<>();
        for (Map.Entry<Key, Node> e : settings.all().entrySet()) {
            entries.add(new FlatTreefile.Entry(e.getKey().word(), flat(e.getKey(), e.getValue())));
        }
        return entries;
    }

    private Node flat(Key key, Node node) {
        return switch (key) {
            case PACKAGES -> packages((Node.Sequence) node);
            case POSTPROCESS_SCRIPT -> file((Node.Scalar) node);
            case CHECK_PASSWD, CHECK_GROUPS, UPDATES -> fields((Node.Mapping) node);
            case ADD_FILES -> Node.Sequence.of(node.at(), map((Node.Sequence) node, this::addFile));
            case OSTREE_LAYERS, OSTREE_OVERRIDE_LAYERS ->
                Node.Sequence.of(node.at(), map((Node.Sequence) node, item -> layer((Node.Scalar) item)));
            default -> node;
        };
    }

    private static Node packages(Node.Sequence list) {
        List<Located<String>> entries = list.items().stream()
                .map(item -> new Located<>(((Node.Scalar) item).text(), item.at()))
                .toList();
        List<Node> items = new ArrayList<>();
        for (Located<String> request : new PackageRequests(new Problems()).split(entries)) {
            String text = request.value().contains(" ") ? "'" + request + "'" : request.value();
            items.add(new Node.Scalar(request.at(), text, Node.Kind.STRING));
        }
        return Node.Sequence.of(list.at(), items);
    }

    private Node addFile(Node pair) {
        List<Node> items = ((Node.Sequence) pair).items();
        return Node.Sequence.of(pair.at(), List.of(file((Node.Scalar) items.getFirst()), items.getLast()));
    }

    private Node fields(Node.Mapping mapping) {
        return Node.Mapping.of(
                mapping.at(),
                mapping.entries().stream()
                        .map(entry -> FILE_FIELDS.contains(entry.name())
                                ? new Node.Entry(entry.key(), file((Node.Scalar) entry.value()))
                                : entry)
                        .toList());
    }

    /** An overlay is looked for beside the first treefile too: only one that lies beside an included one is renamed. */
    private Node layer(Node.Scalar name) {
        boolean conventional = name.text().startsWith("overlay/");
        String path = conventional ? "overlay.d/" + name.text().substring("overlay/".length()) : name.text();
        boolean elsewhere = Lookup.beside(name.at().file(), path)
                .filter(found ->
                        Files.isDirectory(found) && !Lookup.beside(first, path).equals(Optional.of(found)))
                .isPresent();
        return elsewhere ? file(new Node.Scalar(name.at(), path, name.kind())) : name;
    }

    private Node.Scalar file(Node.Scalar name) {
        Path here = directory(first);
        Path there = directory(name.at().file());
        return here.equals(there)
                ? name
                : Lookup.beside(name.at().file(), name.text())
                        .map(path -> new Node.Scalar(
                                name.at(),
                                here.relativize(path.toAbsolutePath().normalize())
                                        .toString(),
                                name.kind()))
                        .orElse(name);
    }

    private static Path directory(Path file) {
        return file.toAbsolutePath().resolveSibling("").normalize();
    }

    private static List<Node> map(Node.Sequence list, UnaryOperator<Node> change) {
        return list.items().stream().map(change).toList();
    }
}
