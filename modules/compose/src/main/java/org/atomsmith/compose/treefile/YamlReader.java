package org.atomsmith.compose.treefile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Parses one YAML 1.2 document of the core schema into nodes. Aliases are followed, tags and merge keys are not used. */
final class YamlReader {
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern NULL = Pattern.compile("null|Null|NULL|~|");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final String STRING_TAG = "tag:yaml.org,2002:str";

    private final SourceText source;
    private final Iterator<Event> events;
    private final Map<Anchor, Node> anchors = new HashMap<>();
    private long nodes;
    private Position last;

    YamlReader(TextDocument document) {
        this.source = document.source();
        this.last = new Position(source, 0, 0);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source.toString())
                .setCodePointLimit(TextDocument.MAX_BYTES)
                .build();
        this.events = new Parse(settings).parseString(document.text()).iterator();
    }

    Node parse() {
        try {
            events.next(); // the stream's start
            if (events.next().getEventId() == Event.ID.StreamEnd) {
                throw TextDocument.failure(new Position(source, 0, 0), "the file is empty", "write a treefile");
            }
            Node result = node(events.next(), 0);
            events.next(); // the document's end
            Event end = events.next();
            if (end.getEventId() != Event.ID.StreamEnd) {
                throw failure(end, "a second document starts here", "remove the '---', or put it in a file of its own");
            }
            return result;
        } catch (MarkedYamlEngineException e) {
            throw notYaml(e);
        } catch (ReaderException e) {
            throw forbiddenCharacter(e);
        } catch (YamlEngineException e) {
            throw TextDocument.failure(new Position(source, 0, 0), "not YAML: " + e.getMessage(), "");
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The engine's scanner lets these out when a file ends inside of an escape.
            throw TextDocument.failure(last, "not YAML after this: " + e.getMessage(), "check the escapes");
        }
    }

    private Node node(Event event, int depth) {
        if (depth > TextDocument.MAX_DEPTH) {
            throw failure(event, "more than " + TextDocument.MAX_DEPTH + " levels of lists and mappings", "");
        }
        last = at(event);
        Node result = switch (event) {
            case AliasEvent alias -> alias(alias);
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent list -> sequence(list, depth);
            case MappingStartEvent mapping -> mapping(mapping, depth);
            default -> throw failure(event, "a value was expected", "");
        };
        if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor, result));
        }
        return result;
    }

    /** The size includes what aliases repeat: ten lines of aliases to aliases can stand for a billion values. */
    private Node counted(Node node) {
        nodes = Math.max(nodes + 1, node.size());
        if (nodes > TextDocument.MAX_NODES) {
            throw TextDocument.failure(
                    node.at(), "more than " + TextDocument.MAX_NODES + " values, with its aliases followed", "");
        }
        return node;
    }

    private Node alias(AliasEvent event) {
        Node known = anchors.get(event.getAlias());
        if (known == null) {
            throw failure(event, "no anchor '" + event.getAlias() + "' before this alias", "quote a leading '*'");
        }
        return counted(known);
    }

    private Node sequence(SequenceStartEvent start, int depth) {
        refuseTag(start, start.getTag());
        List<Node> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return counted(Node.Sequence.of(at(start), items));
    }

    private Node mapping(MappingStartEvent start, int depth) {
        refuseTag(start, start.getTag());
        MappingBuilder entries = new MappingBuilder();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(node(event, depth + 1) instanceof Node.Scalar key)) {
                throw failure(event, "a list or mapping cannot be a key", "quote it if a string is meant");
            }
            if (key.text().equals("<<") && key.kind() == Node.Kind.STRING) {
                throw failure(event, "merge keys are not part of YAML 1.2", "use 'include'");
            }
            entries.add(key, node(events.next(), depth + 1));
        }
        return counted(entries.build(at(start)));
    }

    private Node scalar(ScalarEvent event) {
        Optional<String> tag = event.getTag();
        boolean string = !event.isPlain() || tag.filter(STRING_TAG::equals).isPresent();
        refuseTag(event, tag.filter(t -> !t.equals(STRING_TAG) && !t.equals("!")));
        return counted(
                new Node.Scalar(at(event), event.getValue(), string ? Node.Kind.STRING : kind(event.getValue())));
    }

    /** What a plain scalar is in the core schema. */
    static Node.Kind kind(String text) {
        if (NULL.matcher(text).matches()) {
            return Node.Kind.NULL;
        }
        if (BOOLEAN.matcher(text).matches()) {
            return Node.Kind.BOOLEAN;
        }
        if (INTEGER.matcher(text).matches()) {
            return Node.Kind.INTEGER;
        }
        return FLOAT.matcher(text).matches() ? Node.Kind.FLOAT : Node.Kind.STRING;
    }

    private void refuseTag(Event event, Optional<String> tag) {
        if (tag.isPresent()) {
            throw failure(event, "the tag '" + tag.get() + "' is not used here", "remove it");
        }
    }

    private Position at(Event event) {
        return event.getStartMark().map(this::at).orElseGet(() -> new Position(source, 0, 0));
    }

    private Position at(Mark mark) {
        return new Position(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private TreefileException failure(Event event, String message, String hint) {
        return TextDocument.failure(at(event), message, hint);
    }

    private TreefileException notYaml(MarkedYamlEngineException e) {
        Position at =
                e.getProblemMark().or(e::getContextMark).map(this::at).orElseGet(() -> new Position(source, 0, 0));
        String problem = e.getProblem();
        String hint = "check the indentation and the quotes of this line and of the one before";
        if (problem.contains("TAB")) {
            hint = "indent with spaces: YAML allows no tabs";
        } else if (problem.contains("mapping values are not allowed")) {
            hint = "quote a value that contains ': ', or check the indentation";
        }
        return TextDocument.failure(at, "not YAML: " + problem, hint);
    }

    private TreefileException forbiddenCharacter(ReaderException e) {
        int[] before = source.lines().stream()
                .mapToInt(line -> line.codePointCount(0, line.length()) + 1)
                .toArray();
        int line = 0;
        int rest = e.getPosition();
        while (line < before.length && rest >= before[line]) {
            rest -= before[line++];
        }
        return TextDocument.failure(
                new Position(source, line + 1, 0),
                String.format("not YAML: the character U+%04X is not allowed", e.getCodePoint()),
                "remove it");
    }
}
