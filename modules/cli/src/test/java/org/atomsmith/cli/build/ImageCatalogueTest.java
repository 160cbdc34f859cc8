package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atomsmith.cli.CapturedTerminal;
import org.atomsmith.cli.Main;
import org.atomsmith.cli.command.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImageCatalogueTest {
    @TempDir
    Path folder;

    private final CapturedTerminal terminal = new CapturedTerminal();

    private int run(String... words) {
        return Main.run(words, terminal.terminal(), Map.of());
    }

    private Path build(String version, String... formats) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("build-" + version));
        List<BuildReport.Artifact> artifacts = List.of(formats).stream()
                .map(format -> new BuildReport.Artifact(
                        format, format, "host." + format + ".box", "c0ffee", 1, "5a" + version, 1, ""))
                .toList();
        new BuildReport("host", version, "x86_64", "ref", "c0ffee", "repo", "l", "i", artifacts, List.of())
                .write(directory);
        return directory;
    }

    @Test
    void lists_the_newest_version_first_with_both_providers() throws IOException {
        Path older = build("13.9.2", "vagrant-libvirt");
        Path newer = build("13.10.0", "qcow2", "vagrant-libvirt", "vagrant-virtualbox");
        Path file = folder.resolve("host.json");

        int code = run(
                "image",
                "catalogue",
                "--name=acme/host",
                "--url=https://boxes.example.com/",
                "-o",
                file.toString(),
                older.toString(),
                newer.toString());

        assertThat(code).as(terminal.err()).isEqualTo(ExitCode.DONE);
        JsonNode catalogue = JsonMapper.shared().readTree(Files.readString(file));
        assertThat(catalogue.get("name").asString()).isEqualTo("acme/host");
        assertThat(catalogue
                        .get("versions")
                        .valueStream()
                        .map(v -> v.get("version").asString()))
                .containsExactly("13.10.0", "13.9.2");
        JsonNode box = catalogue.get("versions").get(0).get("providers").get(1);
        assertThat(box.get("name").asString()).isEqualTo("virtualbox");
        assertThat(box.get("url").asString()).isEqualTo("https://boxes.example.com/host.vagrant-virtualbox.box");
        assertThat(box.get("checksum").asString()).isEqualTo("5a13.10.0");
        assertThat(box.get("architecture").asString()).isEqualTo("amd64");
    }

    @Test
    void a_build_without_boxes_is_told_how_to_get_them() throws IOException {
        Path build = build("1.0", "qcow2");

        assertThat(run("image", "catalogue", "--name=acme/host", build.toString()))
                .isEqualTo(ExitCode.USAGE);

        assertThat(terminal.err()).contains("has no boxes", "--platform vagrant-libvirt,vagrant-virtualbox");
    }
}
