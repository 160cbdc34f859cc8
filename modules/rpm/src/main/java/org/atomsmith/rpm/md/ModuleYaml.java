package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.rpm.PackageFormatException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML documents of limited depth as nodes that know their places. Every scalar is text: modulemd says that
 * {@code 1.10} is a stream's name and no number. What an alias stands for is one node with what bears its anchor.
 */
final class ModuleYaml {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 4_000_000;
    private static final int MAX_CHARACTERS = 256 << 20;

    private final String name;
    private final Iterator<Event> events;
    private final Map<String, Node> anchors = new HashMap<>();
    private int nodes;

    private ModuleYaml(String name, Iterator<Event> events) {
        this.name = name;
        this.events = events;
    }

    /** Takes documents. */
    @FunctionalInterface
    interface Sink {
        void document(Node document) throws IOException;
    }

    /** Reads the documents, handing on each; empty ones are passed over. */
    static void read(InputStream in, String name, Sink sink) throws IOException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MAX_CHARACTERS)
                .setParseComments(false)
                .build();
        try {
            ModuleYaml yaml = new ModuleYaml(
                    name, new Parse(settings).parseInputStream(in).iterator());
            while (yaml.events.hasNext()) {
                if (yaml.events.next() instanceof DocumentStartEvent) {
                    yaml.anchors.clear();
                    Node document = yaml.node(yaml.events.next(), 0);
                    if (!(document.content instanceof String text && text.isEmpty())) {
                        sink.document(document);
                    }
                }
            }
        } catch (MarkedYamlEngineException e) {
            throw problem(name, e.getProblemMark(), String.valueOf(e.getProblem()));
        } catch (YamlEngineException | UncheckedIOException e) {
            throw new PackageFormatException(name + ": the YAML cannot be read: " + e.getMessage(), -1);
        }
    }

    private Node node(Event event, int depth) throws IOException {
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw problem(
                    name,
                    event.getStartMark(),
                    depth > MAX_DEPTH
                            ? "nodes are nested deeper than " + MAX_DEPTH
                            : "there are more than " + MAX_NODES + " nodes");
        }
        if (event instanceof AliasEvent alias) {
            Node anchored = anchors.get(alias.getAlias().getValue());
            if (anchored == null) {
                throw problem(name, event.getStartMark(), "'*" + alias.getAlias() + "' refers to nothing before it");
            }
            return anchored;
        }
        Node node = content(event, depth);
        if (event instanceof NodeEvent anchored && anchored.getAnchor().isPresent()) {
            anchors.put(anchored.getAnchor().get().getValue(), node);
        }
        return node;
    }

    private Node content(Event event, int depth) throws IOException {
        return switch (event) {
            case ScalarEvent scalar -> new Node(name, event.getStartMark(), scalar.getValue());
            case SequenceStartEvent _ -> {
                List<Node> items = new ArrayList<>();
                for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
                    items.add(node(e, depth + 1));
                }
                yield new Node(name, event.getStartMark(), items);
            }
            case MappingStartEvent _ -> {
                Map<String, Node> fields = new LinkedHashMap<>();
                for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
                    Node key = node(e, depth + 1);
                    if (fields.put(key.text(), node(events.next(), depth + 1)) != null) {
                        throw key.problem("key '" + MetadataXml.shortened(key.text()) + "' occurs twice");
                    }
                }
                yield new Node(name, event.getStartMark(), fields);
            }
            default -> throw problem(name, event.getStartMark(), "expected a value, found " + event.getEventId());
        };
    }

    private static PackageFormatException problem(String name, Optional<Mark> mark, String what) {
        String place = mark.map(m -> ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
                .orElse("");
        return new PackageFormatException(name + place + ": " + what, -1);
    }

    /** A scalar, a sequence or a mapping, and where it is. */
    static final class Node {
        private final String document;
        private final Optional<Mark> mark;
        private final Object content;

        private Node(String document, Optional<Mark> mark, Object content) {
            this.document = document;
            this.mark = mark;
            this.content = content;
        }

        String text() throws PackageFormatException {
            if (content instanceof String text) {
                return text;
            }
            throw problem("expected text, found " + kind());
        }

        List<Node> items() throws PackageFormatException {
            if (content instanceof List<?> list) {
                return list.stream().map(Node.class::cast).toList();
            }
            if (content instanceof String text && text.isEmpty()) {
                return List.of();
            }
            throw problem("expected a list, found " + kind());
        }

        Map<String, Node> fields() throws PackageFormatException {
            Map<String, Node> fields = new LinkedHashMap<>();
            if (content instanceof Map<?, ?> map) {
                map.forEach((key, value) -> fields.put((String) key, (Node) value));
            } else if (!(content instanceof String text && text.isEmpty())) {
                throw problem("expected a mapping, found " + kind());
            }
            return fields;
        }

        Optional<Node> find(String key) throws PackageFormatException {
            return Optional.ofNullable(fields().get(key));
        }

        Node require(String key) throws PackageFormatException {
            return find(key).orElseThrow(() -> problem("there is no key '" + key + "'"));
        }

        PackageFormatException problem(String what) {
            return ModuleYaml.problem(document, mark, what);
        }

        private String kind() {
            return content instanceof Map ? "a mapping" : content instanceof List ? "a list" : "text";
        }
    }
}
