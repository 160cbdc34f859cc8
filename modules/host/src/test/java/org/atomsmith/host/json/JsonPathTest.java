package org.atomsmith.host.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.cli.command.UsageException;
import org.atomsmith.ostree.gvariant.Variant;
import org.junit.jupiter.api.Test;

final class JsonPathTest {
    private static final Map<String, Object> ROOT = Map.of(
            "deployments",
            List.of(
                    Map.of("name", "a", "meta", Variant.dict(Map.of("version", Variant.string("1")))),
                    Map.of("name", "b"),
                    Map.of("name", "c")),
            "update",
            Optional.of(Map.of("name", "d")),
            "none",
            Optional.empty());

    @Test
    void picks_what_json_glib_picks() {
        assertThat(JsonPath.select("$.deployments[0].name", ROOT)).containsExactly("a");
        assertThat(JsonPath.select("$.deployments[*].name", ROOT)).containsExactly("a", "b", "c");
        assertThat(JsonPath.select("$['deployments'][-1]['name']", ROOT)).containsExactly("c");
        assertThat(JsonPath.select("$.deployments[0,2].name", ROOT)).containsExactly("a", "c");
        assertThat(JsonPath.select("$.deployments[1:].name", ROOT)).containsExactly("b", "c");
        assertThat(JsonPath.select("$.deployments[0:3:2].name", ROOT)).containsExactly("a", "c");
        assertThat(JsonPath.select("$..version", ROOT)).containsExactly("1");
        assertThat(JsonPath.select("$..name", ROOT)).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(JsonPath.select("$.deployments[7].name", ROOT)).isEmpty();
        assertThat(JsonPath.select("$.absent.name", ROOT)).isEmpty();
        assertThat(JsonPath.select("$", Map.of())).hasSize(1);
    }

    @Test
    void says_what_is_wrong_with_a_path() {
        for (String path : List.of("", "deployments", "$deployments", "$.", "$..", "$.a[", "$[x]", "$.a[0", "$['a]")) {
            assertThatThrownBy(() -> JsonPath.select(path, ROOT))
                    .as(path)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("is no JSON path");
        }
    }

    @Test
    void writes_what_a_parser_reads() {
        assertThat(JsonText.line(Map.of("a\"\n", List.of(1, true, Optional.empty(), "x\\\u0001"))))
                .isEqualTo("{\"a\\\"\\n\":[1,true,null,\"x\\\\\\u0001\"]}");
        assertThat(JsonText.line(Variant.bytes(new byte[] {1, -1}))).isEqualTo("[1,255]");
        assertThat(JsonText.of(List.of())).isEqualTo("[]\n");
    }
}
