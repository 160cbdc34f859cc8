package org.atomsmith.host.health;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.health.check.HealthCheck;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the checks of this boot found: {@code /run/atomsmith/health.json}.
 *
 * @param state of the system
 * @param deployment the one that was checked, {@code <stateroot>/<commit>.<serial>}; empty when it is none
 * @param checks each with what it found
 */
public record HealthReport(State state, String deployment, List<CheckResult> checks) {

    /** Copies the list. */
    public HealthReport {
        checks = List.copyOf(checks);
    }

    /** What is known of a system. */
    public enum State {
        /** It is being looked at. */
        CHECKING,
        /** All that is required works. */
        HEALTHY,
        /** Something that is required does not work. */
        UNHEALTHY;

        /** As JSON has it: {@code healthy}. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What one check found.
     *
     * @param required whether the system does not work without it
     * @param seconds how long it took, the last time that it ran
     */
    public record CheckResult(String name, boolean required, HealthCheck.State state, double seconds, String message) {

        /** Whether the system does not work for this. */
        public boolean isFatal() {
            return required && state == HealthCheck.State.FAILED;
        }
    }

    /** A report on checks that are over. */
    public static HealthReport of(String deployment, List<CheckResult> checks) {
        return new HealthReport(
                checks.stream().anyMatch(CheckResult::isFatal) ? State.UNHEALTHY : State.HEALTHY, deployment, checks);
    }

    /** The required checks that failed. */
    public List<CheckResult> failed() {
        return checks.stream().filter(CheckResult::isFatal).toList();
    }

    /** Why the system is not healthy, in one line; empty when it is. */
    public String reason() {
        List<String> reasons = new ArrayList<>();
        failed().forEach(check -> reasons.add(
                check.name() + " failed" + (check.message().isEmpty() ? "" : " (" + check.message() + ")")));
        return String.join("; ", reasons);
    }

    /** The report as JSON. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("state", state.text());
            json.writeStringProperty("deployment", deployment);
            json.writeArrayPropertyStart("failed");
            failed().forEach(check -> json.writeString(check.name()));
            json.writeEndArray();
            json.writeArrayPropertyStart("checks");
            for (CheckResult check : checks) {
                json.writeStartObject();
                json.writeStringProperty("name", check.name());
                json.writeBooleanProperty("required", check.required());
                json.writeStringProperty("state", check.state().text());
                json.writeNumberProperty("seconds", Math.round(check.seconds() * 1000) / 1000.0);
                json.writeStringProperty("message", check.message());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    /** Reads what {@link #json} wrote; empty when it is something else. */
    public static Optional<HealthReport> parse(String text) {
        State state = null;
        String deployment = "";
        List<CheckResult> checks = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                if (key.equals("state")) {
                    state = State.valueOf(upper(json));
                } else if (key.equals("deployment")) {
                    deployment = json.getString();
                } else if (key.equals("checks") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        checks.add(check(json));
                    }
                } else {
                    json.skipChildren();
                }
            }
        } catch (RuntimeException e) {
            return Optional.empty();
        }
        return state == null ? Optional.empty() : Optional.of(new HealthReport(state, deployment, checks));
    }

    private static CheckResult check(JsonParser json) {
        String name = "";
        boolean required = false;
        HealthCheck.State state = HealthCheck.State.SKIPPED;
        double seconds = 0;
        String message = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "name" -> name = json.getString();
                case "required" -> required = json.getBooleanValue();
                case "state" -> state = HealthCheck.State.valueOf(upper(json));
                case "seconds" -> seconds = json.getDoubleValue();
                case "message" -> message = json.getString();
                default -> json.skipChildren();
            }
        }
        return new CheckResult(name, required, state, seconds, message);
    }

    private static String upper(JsonParser json) {
        return json.getString().toUpperCase(java.util.Locale.ROOT);
    }
}
