package org.atomsmith.host.policy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.host.json.JsonText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A server that lets only so many machines of a fleet be away at once: the FleetLock protocol. A slot is asked for before
 * a restart and given back when the machine is healthy again; both may be asked for more than once.
 */
final class FleetLock {
    private final String url;
    private final String body;

    FleetLock(String url, String group, MachineIdentity machine) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("id", machine.node());
        parameters.put("group", group);
        this.body = JsonText.line(Map.of("client_params", parameters));
    }

    /** Asks for a slot; the answer is why there is none, or empty when there is one. */
    Optional<String> beforeRestart() throws IOException {
        return ask("/v1/pre-reboot");
    }

    /** Gives the slot back, or says why that was not accepted. */
    Optional<String> steady() throws IOException {
        return ask("/v1/steady-state");
    }

    private Optional<String> ask(String path) throws IOException {
        Network.Answer answer = Network.post(url + path, "fleet-lock-protocol", "true", body);
        return answer.isFine() ? Optional.empty() : Optional.of(reason(answer));
    }

    /** The server's own words: {@code {"kind": ..., "value": ...}}. */
    private static String reason(Network.Answer answer) {
        String kind = "";
        String value = "";
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), answer.text())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "kind" -> kind = json.getValueAsString("");
                    case "value" -> value = json.getValueAsString("");
                    default -> json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            return "status " + answer.status();
        }
        return kind.isEmpty() ? "status " + answer.status() : kind + (value.isEmpty() ? "" : ": " + value);
    }
}
