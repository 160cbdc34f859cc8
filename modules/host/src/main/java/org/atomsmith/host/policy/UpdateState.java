package org.atomsmith.host.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.atomsmith.host.json.JsonText;
import org.atomsmith.linux.AtomicFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What updates by policy know from run to run: {@code /var/lib/atomsmith/updates.json}, one object of texts. A file that
 * cannot be read is taken for none: then it is only looked once more.
 *
 * @param values by their names in the file
 */
record UpdateState(SequencedMap<String, String> values) {
    private static final long MAX_SIZE = 1 << 20;

    /** {@code disabled}, {@code idle}, {@code available}, {@code staged}, {@code waiting}, {@code rebooting}, {@code dead-end}. */
    static final String STATE = "state";

    /** For people. */
    static final String MESSAGE = "message";

    /** When it was looked for updates. */
    static final String CHECKED = "checked";

    /** The version that is available, staged or started next. */
    static final String VERSION = "version";

    /** Its commit. */
    static final String CHECKSUM = "checksum";

    /** The boot in which a slot was taken or a restart was ordered. */
    static final String BOOT = "boot";

    /** {@code true} while a slot of the fleet is held. */
    static final String LOCKED = "fleetlock-held";

    /** How often the fleet's server did not agree. */
    static final String REFUSALS = "fleetlock-refusals";

    /** When it is asked again. */
    static final String ASK_AFTER = "fleetlock-ask-after";

    /** Copies the map. */
    UpdateState {
        values = new LinkedHashMap<>(values);
    }

    /** Reads the state of a host. */
    static UpdateState read(Path file) throws IOException {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        if (Files.isRegularFile(file) && Files.size(file) < MAX_SIZE) {
            try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), Files.readString(file))) {
                json.nextToken();
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String key = json.currentName();
                    if (json.nextToken().isScalarValue()) {
                        values.put(key, json.getValueAsString(""));
                    } else {
                        json.skipChildren();
                    }
                }
            } catch (JacksonException e) {
                values.clear();
            }
        }
        return new UpdateState(values);
    }

    /** Keeps it. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        AtomicFile.write(file, json());
    }

    /** The file's text. */
    String json() {
        return JsonText.of(values);
    }

    /** A value; empty when it is not there. */
    String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** A value that is a time; 1970 when it is none. */
    Instant time(String name) {
        try {
            return Instant.parse(get(name));
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    /** A value that is a number; 0 when it is none. */
    int number(String name) {
        try {
            return Integer.parseInt(get(name));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The same with a value; an empty one removes it. */
    UpdateState with(String name, String value) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(values);
        if (value.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new UpdateState(changed);
    }

    /** The same with several values. */
    UpdateState with(Map<String, String> more) {
        UpdateState changed = this;
        for (Map.Entry<String, String> entry : more.entrySet()) {
            changed = changed.with(entry.getKey(), entry.getValue());
        }
        return changed;
    }

    /** The same in another state. */
    UpdateState in(String state, String message) {
        return with(STATE, state).with(MESSAGE, message);
    }
}
