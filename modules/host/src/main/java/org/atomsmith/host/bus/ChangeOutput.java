package org.atomsmith.host.bus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what a command prints with {@code --progress=json}: how far it is as JSON, and lines for a person. */
final class ChangeOutput {
    private static final String ERROR = "error: ";

    private final ChangeProgress progress;
    private final JsonFactory json = new JsonFactory();
    private volatile Optional<String> error = Optional.empty();
    private String phase = "";
    private int percentage = -1;

    ChangeOutput(ChangeProgress progress) {
        this.progress = progress;
    }

    /** What the command gave as the reason of its failure, so far. */
    Optional<String> error() {
        return error;
    }

    /** Takes a line. */
    void line(String line) {
        if (line.startsWith(ERROR)) {
            error = Optional.of(line.substring(ERROR.length()));
        } else if (line.startsWith("{\"event\":")) {
            event(fields(line));
        } else if (!line.isBlank()) {
            endPhase();
            progress.message(line);
        }
    }

    private void event(Map<String, String> fields) {
        switch (fields.getOrDefault("event", "")) {
            case "progress" -> advanced(fields);
            case "message" -> {
                endPhase();
                progress.message(fields.getOrDefault("text", ""));
            }
            default -> endPhase();
        }
    }

    private void advanced(Map<String, String> fields) {
        String title = fields.getOrDefault("title", "");
        if (!title.equals(phase)) {
            endPhase();
            phase = title;
        }
        String detail = fields.getOrDefault("detail", "");
        int now = (int) (100 * number(fields.getOrDefault("fraction", "0")));
        if (now > percentage) {
            percentage = now;
            progress.percent(detail.isEmpty() ? title : title + ": " + detail, now);
        }
    }

    private void endPhase() {
        if (percentage >= 0) {
            percentage = -1;
            progress.progressEnd();
        }
        phase = "";
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The scalar fields of an object on a line; of a line that is none, nothing. */
    private Map<String, String> fields(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), line)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); token == JsonToken.PROPERTY_NAME; token = parser.nextToken()) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    fields.put(name, parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            return Map.of("event", "message", "text", line);
        }
        return fields;
    }
}
