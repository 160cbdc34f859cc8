package org.atomsmith.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.atomsmith.cli.CapturedTerminal;
import org.atomsmith.event.Event;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesTest {
    private final CapturedTerminal terminal = new CapturedTerminal();
    private final JsonLines lines = new JsonLines(terminal.terminal().out());

    @Test
    void every_kind_of_event_is_one_object() {
        assertThat(lines.line(new Event.Begun("import", "Import", OptionalLong.of(255), Event.Unit.ITEMS), 0.1234))
                .isEqualTo("{\"event\":\"begun\",\"at\":0.123,\"step\":\"import\",\"title\":\"Import\",\"total\":255,"
                        + "\"unit\":\"items\"}");
        assertThat(lines.line(new Event.Advanced("import", 1, OptionalLong.empty(), 2, 3, "bash"), 1))
                .isEqualTo("{\"event\":\"advanced\",\"at\":1.0,\"step\":\"import\",\"done\":1,\"bytes\":2,"
                        + "\"bytesPerSecond\":3,\"detail\":\"bash\"}");
        assertThat(lines.line(new Event.Ended("import", 6.1239, true, "255 packages"), 7))
                .isEqualTo("{\"event\":\"ended\",\"at\":7.0,\"step\":\"import\",\"seconds\":6.124,\"cached\":true,"
                        + "\"summary\":\"255 packages\"}");
        assertThat(lines.line(new Event.Failed("import", 2), 7))
                .isEqualTo("{\"event\":\"failed\",\"at\":7.0,\"step\":\"import\",\"seconds\":2.0}");
    }

    @Test
    void whatever_a_message_holds_it_stays_one_line_of_json() {
        String message = "line\nbreak, \"quotes\", \u0000, \u2028, ü, \\";
        lines.accept(new Event.Warning("import", message));
        assertThat(terminal.out().chars().filter(c -> c == '\n').count()).isEqualTo(1);
        JsonNode read = JsonMapper.shared().readTree(terminal.out());
        assertThat(read.get("message").asString()).isEqualTo(message);
    }
}
