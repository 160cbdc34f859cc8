package org.atomsmith.host.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Graphs in Cincinnati's format with the metadata of Fedora CoreOS. */
final class UpdateGraphTest {
    /** Half of all machines on 1 January, all on 3 January. */
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

    private static final String GRAPH = """
            {"nodes": [
              {"version": "1", "payload": "a1", "metadata": {"org.fedoraproject.coreos.scheme": "checksum",
                "org.fedoraproject.coreos.releases.age_index": "0"}},
              {"version": "2", "payload": "a2", "metadata": {
                "org.fedoraproject.coreos.releases.age_index": "1",
                "org.fedoraproject.coreos.updates.barrier": "true",
                "org.fedoraproject.coreos.updates.barrier_reason": "new boot loader"}},
              {"version": "3", "payload": "a3", "metadata": {
                "org.fedoraproject.coreos.releases.age_index": "2",
                "org.fedoraproject.coreos.updates.deadend": "true",
                "org.fedoraproject.coreos.updates.deadend_reason": "lost its keys"}},
              {"version": "4", "payload": "a4", "unknown": [{"x": 1}], "metadata": {
                "org.fedoraproject.coreos.releases.age_index": "3",
                "org.fedoraproject.coreos.updates.rollout": "true",
                "org.fedoraproject.coreos.updates.start_epoch": "START",
                "org.fedoraproject.coreos.updates.start_value": "0.5",
                "org.fedoraproject.coreos.updates.duration_minutes": "2880"}}
            ], "edges": [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3]], "more": null}
            """.replace("START", Long.toString(START));

    @Test
    void no_barrier_is_jumped_and_a_dead_end_leads_nowhere() {
        assertThat(next("a1", 0, START + 10_000_000)).contains("2");
        assertThat(next("a3", 0, START + 10_000_000)).isEmpty();
        assertThat(UpdateGraph.parse(GRAPH).find("a3").orElseThrow().deadEnd()).contains("lost its keys");
        assertThat(next("unknown", 0, START)).isEmpty();
    }

    @Test
    void a_rollout_reaches_more_machines_with_time() {
        assertThat(next("a2", 0.4, START - 1)).contains("3");
        assertThat(next("a2", 0.4, START)).contains("4");
        assertThat(next("a2", 0.6, START)).contains("3");
        assertThat(next("a2", 0.6, START + 86_400)).contains("4");
        assertThat(next("a2", 0.99, START + 86_400)).contains("3");
        assertThat(next("a2", 1, START + 2 * 86_400)).contains("4");
    }

    @Test
    void what_is_not_usable_here_is_passed_over() {
        assertThat(UpdateGraph.parse(GRAPH)
                        .next(
                                "a2",
                                0,
                                Instant.ofEpochSecond(START + 1),
                                node -> !node.payload().equals("a4")))
                .map(UpdateGraph.Node::version)
                .contains("3");
    }

    @Test
    void what_is_no_graph_is_refused_at_every_length() {
        for (int length = 0; length < GRAPH.strip().length(); length++) {
            String part = GRAPH.substring(0, length);
            assertThatThrownBy(() -> UpdateGraph.parse(part)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> UpdateGraph.parse("{\"nodes\":[],\"edges\":[[0,1]]}"))
                .hasMessageContaining("leads from 0 to 1");
        assertThatThrownBy(() -> UpdateGraph.parse("[]")).hasMessageContaining("START_ARRAY");
    }

    private static Optional<String> next(String commit, double wariness, long epoch) {
        return UpdateGraph.parse(GRAPH)
                .next(commit, wariness, Instant.ofEpochSecond(epoch), _ -> true)
                .map(UpdateGraph.Node::version);
    }
}
