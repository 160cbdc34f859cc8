package org.atomsmith.host.bus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.pull.PullListener;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what a command prints with {@code --progress=json}: how far it is as JSON, and lines for a person. */
final class ChangeOutput {
    private static final String ERROR = "error: ";
    private static final String DONE = "done";
    private static final String FAILED = "failed";

    private final ChangeProgress progress;
    private final JsonFactory json = new JsonFactory();
    private volatile Optional<String> error = Optional.empty();
    private String phase = "";
    private int percentage = -1;
    private String task = "";
    private boolean inTask;

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
            endPhase(FAILED);
        } else if (line.startsWith("{\"event\":")) {
            event(fields(line));
        } else if (!line.isBlank()) {
            endPhase(DONE);
            progress.message(line);
        }
    }

    /** The command ended. */
    void end(boolean success) {
        endPhase(success ? DONE : FAILED);
    }

    private void event(Map<String, String> fields) {
        switch (fields.getOrDefault("event", "")) {
            case "progress" -> advanced(fields);
            case "download" -> download(fields);
            case "message" -> {
                endPhase(DONE);
                progress.message(fields.getOrDefault("text", ""));
            }
            // How a task ended is told by what follows.
            case "end" -> endPercentage();
            default -> {}
        }
    }

    private void advanced(Map<String, String> fields) {
        String title = fields.getOrDefault("title", "");
        if (!title.equals(phase)) {
            endPhase(DONE);
            phase = title;
        }
        if (fields.getOrDefault("measured", "").equals("false")) {
            begin(title);
            return;
        }
        String detail = fields.getOrDefault("detail", "");
        int now = (int) (100 * number(fields.getOrDefault("fraction", "0")));
        if (now > percentage) {
            percentage = now;
            progress.percent(detail.isEmpty() ? title : title + ": " + detail, now);
        }
    }

    /** A task begins once, whatever lines come in between. */
    private void begin(String title) {
        if (!title.equals(task)) {
            task = title;
            inTask = true;
            progress.taskBegin(title);
        }
    }

    private void download(Map<String, String> fields) {
        if (percentage >= 0) {
            progress.download(new PullListener.Progress(
                    count(fields, "done"),
                    count(fields, "wanted"),
                    fields.getOrDefault("scanning", "").equals("true"),
                    count(fields, "bytes"),
                    number(fields.getOrDefault("seconds", "0")),
                    new PullListener.Parts(
                            count(fields, "parts"), count(fields, "partsWanted"), count(fields, "partsBytes"))));
        }
    }

    private void endPhase(String how) {
        endPercentage();
        if (inTask) {
            inTask = false;
            progress.taskEnd(how);
        }
        phase = "";
    }

    private void endPercentage() {
        if (percentage >= 0) {
            percentage = -1;
            progress.progressEnd();
        }
    }

    private static long count(Map<String, String> fields, String name) {
        return (long) number(fields.getOrDefault(name, "0"));
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
