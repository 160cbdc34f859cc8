package org.atomsmith.host.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.system.HostDirectories;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Whether this boot is healthy, as the checks said: {@code /run/atomsmith/health.json}.
 *
 * @param state {@code healthy}, {@code unhealthy} or {@code checking}
 * @param failed the checks that failed
 */
public record BootHealth(String state, List<String> failed) {
    private static final long MAX_SIZE = 1 << 20;

    /** Copies the list. */
    public BootHealth {
        failed = List.copyOf(failed);
    }

    /** What the checks said; empty when there were none, or what they wrote cannot be read. */
    public static Optional<BootHealth> read(HostDirectories directories) throws IOException {
        Path file = directories.runState().resolve("health.json");
        if (!Files.exists(file) || Files.size(file) > MAX_SIZE) {
            return Optional.empty();
        }
        try {
            return parse(Files.readString(file));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<BootHealth> parse(String text) {
        String state = "";
        List<String> failed = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                String name = Optional.ofNullable(parser.currentName()).orElse("");
                if (token == JsonToken.VALUE_STRING && depth == 1 && name.equals("state")) {
                    state = parser.getString();
                } else if (token == JsonToken.START_ARRAY && depth == 2 && name.equals("failed")) {
                    while (parser.nextToken() == JsonToken.VALUE_STRING) {
                        failed.add(parser.getString());
                    }
                    depth--;
                }
            }
        }
        return state.isEmpty() ? Optional.empty() : Optional.of(new BootHealth(state, failed));
    }
}
