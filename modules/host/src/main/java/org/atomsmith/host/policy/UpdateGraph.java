package org.atomsmith.host.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Which version may follow which: a graph as Cincinnati's servers give it, with the metadata that Fedora CoreOS publishes.
 *
 * @param nodes the versions
 * @param edges pairs of positions in the list of nodes, from and to
 */
public record UpdateGraph(List<Node> nodes, List<Edge> edges) {
    private static final int MAX_NODES = 10_000;
    private static final int MAX_EDGES = 100_000;
    private static final String PREFIX = "org.fedoraproject.coreos.";
    private static final String UPDATES = PREFIX + "updates.";

    /** Copies the lists; refuses edges that lead nowhere. */
    public UpdateGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        for (Edge edge : edges) {
            if (edge.from() < 0 || edge.from() >= nodes.size() || edge.to() < 0 || edge.to() >= nodes.size()) {
                throw new IllegalArgumentException("an edge leads from " + edge.from() + " to " + edge.to() + ", of "
                        + nodes.size() + " versions");
            }
        }
    }

    /**
     * A version.
     *
     * @param payload its commit
     */
    public record Node(String version, String payload, Map<String, String> metadata) {

        /** Copies the map. */
        public Node {
            metadata = Map.copyOf(metadata);
        }

        /** Why no update follows; empty when it is no dead end. */
        public Optional<String> deadEnd() {
            return isSet("deadend")
                    ? Optional.of(metadata.getOrDefault(UPDATES + "deadend_reason", "no reason is given"))
                    : Optional.empty();
        }

        /** Whether every machine must run it before a later one. */
        boolean isBarrier() {
            return isSet("barrier");
        }

        /** Whether it is offered to a machine that is so wary: a share of all machines, which grows with time. */
        boolean isOffered(double wariness, Instant now) {
            if (!isSet("rollout")
                    && !metadata.containsKey(UPDATES + "start_epoch")
                    && !metadata.containsKey(UPDATES + "start_value")) {
                return true;
            }
            double share = number("start_value", 0);
            double start = number("start_epoch", 0);
            double seconds = now.getEpochSecond() - start;
            if (seconds < 0) {
                return false;
            }
            double duration = number("duration_minutes", 0) * 60;
            if (duration > 0) {
                share += (1 - share) * Math.min(1, seconds / duration);
            }
            return share >= 1 || wariness < share;
        }

        /** Its place in time; 0 is the oldest. */
        long age() {
            return (long) number(PREFIX, "releases.age_index", -1);
        }

        /** Whether the payload is the checksum of a commit. */
        boolean isCommit() {
            return metadata.getOrDefault(PREFIX + "scheme", "checksum").equals("checksum");
        }

        private boolean isSet(String key) {
            return metadata.getOrDefault(UPDATES + key, "false").equals("true");
        }

        private double number(String key, double otherwise) {
            return number(UPDATES, key, otherwise);
        }

        private double number(String prefix, String key, double otherwise) {
            try {
                return Double.parseDouble(metadata.getOrDefault(prefix + key, Double.toString(otherwise)));
            } catch (NumberFormatException e) {
                return otherwise;
            }
        }
    }

    /** One version may follow another. */
    public record Edge(int from, int to) {}

    /** The version that is a commit. */
    public Optional<Node> find(String commit) {
        return nodes.stream().filter(n -> n.payload().equals(commit)).findFirst();
    }

    /**
     * The version to go to: the newest that an edge leads to and that is offered, but no barrier is jumped.
     *
     * @param commit what runs
     * @param usable what this machine may take at all
     * @return empty when there is none, or what runs is not in the graph
     */
    public Optional<Node> next(String commit, double wariness, Instant now, Predicate<Node> usable) {
        Optional<Node> current = find(commit);
        if (current.isEmpty() || current.get().deadEnd().isPresent()) {
            return Optional.empty();
        }
        int from = nodes.indexOf(current.get());
        List<Node> candidates = new ArrayList<>();
        for (Edge edge : edges) {
            Node to = nodes.get(edge.to());
            if (edge.from() == from && to.isCommit() && to.isOffered(wariness, now) && usable.test(to)) {
                candidates.add(to);
            }
        }
        // One that is not offered yet bars the way all the same.
        long barrier = nodes.stream()
                .filter(n -> n.isBarrier() && n.age() > current.get().age())
                .mapToLong(Node::age)
                .min()
                .orElse(Long.MAX_VALUE);
        return candidates.stream().filter(n -> n.age() <= barrier).max(Comparator.comparingLong(Node::age));
    }

    /**
     * Reads a graph.
     *
     * @throws IllegalArgumentException when this is none
     */
    public static UpdateGraph parse(String text) {
        List<Node> nodes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                if (key.equals("nodes") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT && nodes.size() < MAX_NODES) {
                        nodes.add(node(json));
                    }
                    expect(json.currentToken(), JsonToken.END_ARRAY);
                } else if (key.equals("edges") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_ARRAY && edges.size() < MAX_EDGES) {
                        edges.add(new Edge(position(json), position(json)));
                        expect(json.nextToken(), JsonToken.END_ARRAY);
                    }
                    expect(json.currentToken(), JsonToken.END_ARRAY);
                } else {
                    json.skipChildren();
                }
            }
            expect(json.currentToken(), JsonToken.END_OBJECT);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the graph of updates is no JSON: " + e.getOriginalMessage(), e);
        }
        return new UpdateGraph(nodes, edges);
    }

    private static Node node(JsonParser json) {
        String version = "";
        String payload = "";
        Map<String, String> metadata = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals("version") && value == JsonToken.VALUE_STRING) {
                version = json.getString();
            } else if (key.equals("payload") && value == JsonToken.VALUE_STRING) {
                payload = json.getString();
            } else if (key.equals("metadata") && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    if (json.nextToken().isScalarValue()) {
                        metadata.put(name, json.getValueAsString(""));
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                json.skipChildren();
            }
        }
        expect(json.currentToken(), JsonToken.END_OBJECT);
        return new Node(version, payload, metadata);
    }

    private static int position(JsonParser json) {
        expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
        return json.getIntValue();
    }

    private static void expect(@org.jspecify.annotations.Nullable JsonToken found, JsonToken wanted) {
        if (found != wanted) {
            throw new IllegalArgumentException("the graph of updates has " + found + " where " + wanted + " belongs");
        }
    }
}
