package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Parses one JSON document into nodes. */
final class JsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(TextDocument.MAX_DEPTH)
                    .maxStringLength(TextDocument.MAX_BYTES)
                    .maxNameLength(1000)
                    .maxNumberLength(100)
                    .build())
            .build();

    private final TextDocument document;
    private int nodes;
    private Position last;

    JsonReader(TextDocument document) {
        this.document = document;
        this.last = new Position(document.source(), 0, 0);
    }

    Node parse() {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), document.text())) {
            if (json.nextToken() == null) {
                throw TextDocument.failure(
                        new Position(document.source(), 0, 0), "the file is empty", "write a treefile");
            }
            Node result = node(json);
            if (json.nextToken() != null) {
                throw TextDocument.failure(
                        at(json), "the JSON value has ended, but the file goes on", "remove the rest");
            }
            return result;
        } catch (JacksonException e) {
            String problem = e.getOriginalMessage()
                    .replaceFirst("(?s) ?\\(start marker at.*|\n.*", "")
                    .strip();
            String hint =
                    isMaybeYaml() ? "a treefile in YAML is named .yaml or .yml" : "check the commas and the quotes";
            Position at = Optional.ofNullable(e.getLocation()).map(this::at).orElse(last);
            throw TextDocument.failure(at, "not JSON: " + problem, hint);
        }
    }

    private boolean isMaybeYaml() {
        return !document.source().path().toString().endsWith(".json");
    }

    private Node node(JsonParser json) {
        Position at = at(json);
        last = at;
        if (++nodes > TextDocument.MAX_NODES) {
            throw TextDocument.failure(at, "more than " + TextDocument.MAX_NODES + " values", "");
        }
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                MappingBuilder entries = new MappingBuilder();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    Node.Scalar key = new Node.Scalar(at(json), json.currentName(), Node.Kind.STRING);
                    json.nextToken();
                    entries.add(key, node(json));
                }
                yield entries.build(at);
            }
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(node(json));
                }
                yield Node.Sequence.of(at, items);
            }
            case VALUE_STRING -> new Node.Scalar(at, json.getString(), Node.Kind.STRING);
            case VALUE_NUMBER_INT -> new Node.Scalar(at, json.getString(), Node.Kind.INTEGER);
            case VALUE_NUMBER_FLOAT -> new Node.Scalar(at, json.getString(), Node.Kind.FLOAT);
            case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(at, json.getString(), Node.Kind.BOOLEAN);
            case VALUE_NULL -> new Node.Scalar(at, "null", Node.Kind.NULL);
            default -> throw TextDocument.failure(at, "not JSON: a value was expected", "");
        };
    }

    private Position at(JsonParser json) {
        return at(json.currentTokenLocation());
    }

    /** Jackson counts columns in UTF-16 units; people count characters. */
    private Position at(TokenStreamLocation location) {
        int line = location.getLineNr();
        int unit = location.getColumnNr();
        String text = document.source().line(line);
        int column = unit < 1 ? 0 : text.codePointCount(0, Math.min(unit - 1, text.length())) + 1;
        return new Position(document.source(), Math.max(line, 0), column);
    }
}
