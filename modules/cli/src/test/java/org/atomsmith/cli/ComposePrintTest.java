package org.atomsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.atomsmith.cli.command.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code atomsmith compose print}. */
class ComposePrintTest {
    private final CapturedTerminal terminal = new CapturedTerminal();

    @TempDir
    private Path directory;

    private int run(String... words) {
        return new CommandTree(Commands.ALL, terminal.terminal(), Map.of()).execute(words);
    }

    @BeforeEach
    void write_treefiles() throws IOException {
        Files.writeString(directory.resolve("base.yaml"), "packages: [bash]\npackages-aarch64: [efi]\nima: true\n");
        Files.writeString(
                directory.resolve("host.yaml"),
                "ref: a/${basearch}\nrepos: [r]\ninclude: base.yaml\npackages:\n  - vim less\n");
    }

    @Test
    void prints_a_treefile_whose_comments_say_where_each_value_is_from() {
        String host = directory.resolve("host.yaml").toString();
        String base = directory.resolve("base.yaml").toString();
        assertThat(run("compose", "print", host, "--arch", "x86_64")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("""
                # HOST for x86_64 and the file that it includes. Each value with the place where it is written.
                ref: a/x86_64  # HOST:1
                repos:
                  - r  # HOST:2
                packages:
                  - bash  # BASE:1
                  - vim  # HOST:5
                  - less  # HOST:5
                ima: true  # BASE:3
                """.replace("HOST", host).replace("BASE", base));
        assertThat(terminal.err()).startsWith("a compose refuses this: " + base + ":3:6: 'ima: true' is not built");
    }

    @Test
    void json_has_the_treefile_and_the_origins() {
        String base = directory.resolve("base.yaml").toString();
        assertThat(run("compose", "print", directory.resolve("host.yaml").toString(), "--arch", "aarch64", "--json"))
                .isEqualTo(ExitCode.DONE);
        JsonNode json = JsonMapper.shared().readTree(terminal.out());
        assertThat(json.at("/treefile/packages").valueStream().map(JsonNode::stringValue))
                .containsExactly("bash", "efi", "vim", "less");
        JsonNode origin = json.get("origins").get("/packages/1");
        assertThat(origin.get("file").stringValue()).isEqualTo(base);
        assertThat(origin.get("line").intValue()).isEqualTo(2);
        assertThat(origin.get("column").intValue()).isEqualTo(20);
        assertThat(json.at("/refusals/0/message").stringValue()).startsWith("'ima: true' is not built");
    }

    @Test
    void what_is_missing_is_wrong_usage() {
        assertThat(run("compose")).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains("say which treefile: TREEFILE");
        assertThat(run("compose", "host.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains("say which repository gets the commit: --repo DIR");
        assertThat(run("compose", "print")).isEqualTo(ExitCode.USAGE);
    }
}
