package org.atomsmith.host.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.host.SmallHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a host that libostree made. */
final class AutoUpdateScenarioTest {
    @TempDir
    private Path tmp;

    @Test
    void a_host_stages_what_its_graph_allows_and_never_what_was_bad() throws IOException {
        SmallHost host = new SmallHost(tmp);
        String first = host.atomic("auto-update", "--status", "--json").out();
        assertThat(first).contains("\"policy\" : \"check\"");
        String second = host.commit("2", List.of("bash 5.3 1"));
        String third = host.commit("3", List.of("bash 5.3 2"));
        assertThat(host.atomic("auto-update", "--progress=none").out()).contains("available: 3 is available");

        String running = Files.list(host.sysroot().resolve("ostree/deploy/debian/deploy"))
                .map(p -> p.getFileName().toString())
                .filter(name -> name.endsWith(".0"))
                .findFirst()
                .orElseThrow()
                .substring(0, 64);
        Path graph = tmp.resolve("graph.json");
        Files.writeString(
                graph,
                "{\"nodes\":[" + node("1", running, 0) + "," + node("2", second, 1) + "," + node("3", third, 2)
                        + "],\"edges\":[[0,1],[0,2]]}");
        Path settings = Files.createDirectories(host.root().resolve("etc/atomsmith"));
        Files.writeString(settings.resolve("updates.conf"), "[updates]\npolicy=stage\ngraph=" + graph + "\n");
        Path state = Files.createDirectories(host.root().resolve("var/lib/atomsmith"));
        Files.writeString(state.resolve("bad-deployments"), "[" + third + "]\nreason=it was slow\n");

        SmallHost.Result result = host.atomic("auto-update", "--now", "--progress=none");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("Staging 2\n").contains("staged: 2 starts with the next restart");
        assertThat(host.atomic("auto-update", "--status").out())
                .isEqualTo("""
                        Policy: stage
                        State: staged: 2 starts with the next restart
                        """
                        + host.atomic("auto-update", "--status")
                                .out()
                                .lines()
                                .filter(line -> line.startsWith("Looked: "))
                                .findFirst()
                                .orElseThrow()
                        + "\nVersion: 2\n");
        host.shutDownAndBoot();
        assertThat(host.root().resolve("usr/bin/tool")).hasContent("tool 2");
    }

    private static String node(String version, String commit, int age) {
        return "{\"version\":\"" + version + "\",\"payload\":\"" + commit + "\",\"metadata\":{"
                + "\"org.fedoraproject.coreos.releases.age_index\":\"" + age + "\"}}";
    }
}
