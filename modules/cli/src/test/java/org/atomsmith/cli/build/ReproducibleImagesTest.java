package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.image.ImageFormat;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same commit gives the same bytes: on one processor or two, in whatever locale, time zone and directory. */
final class ReproducibleImagesTest {
    /** Takes minutes on one processor. */
    private static final String SLOW = "raw.xz";

    @TempDir
    private Path tmp;

    @Test
    void every_quick_format_has_the_same_bytes_under_other_conditions() throws IOException {
        List<String> formats = new ArrayList<>(ImageFormat.names());
        formats.remove(SLOW);
        compare("qemu", formats);
    }

    @Test
    @Tag("slow")
    void xz_has_the_same_bytes_under_other_conditions() throws IOException {
        compare("metal", ImageFormat.names().contains(SLOW) ? List.of(SLOW) : List.of());
    }

    private void compare(String platform, List<String> formats) throws IOException {
        Map<String, String> one = write("one", platform, formats, List.of(), Map.of());
        Map<String, String> other = write(
                "another directory",
                platform,
                formats,
                List.of("taskset", "-c", "0"),
                Map.of("TZ", "Pacific/Chatham", "LC_ALL", "C", "LANG", "tr_TR.UTF-8", "USER", "someone"));
        assertThat(other).isEqualTo(one);
        assertThat(one).hasSameSizeAs(formats);
    }

    /** The digests of files and of the disks in them, by format. */
    private Map<String, String> write(
            String directory,
            String platform,
            List<String> formats,
            List<String> prefix,
            Map<String, String> environment)
            throws IOException {
        Path to = Files.createDirectory(tmp.resolve(directory));
        Path out = SharedBuild.out();
        JsonNode build = JsonMapper.shared().readTree(Files.readString(out.resolve("build.json")));
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                SharedBuild.checkout().resolve("atomsmith").toString(),
                "image",
                build.get("commit").asString(),
                "--repo",
                out.resolve(build.get("repo").asString()).toString(),
                "--platform",
                platform,
                "--format",
                String.join(",", formats),
                "--json",
                "-o",
                to.toString()));
        CommandResult result = Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment(environment)
                .withDirectory(to)
                .withTimeout(Duration.ofMinutes(20))
                .run();
        assertThat(result.exit()).as(result.errors()).isZero();
        Map<String, String> digests = new TreeMap<>();
        for (JsonNode artifact : JsonMapper.shared().readTree(result.output())) {
            digests.put(
                    artifact.get("format").asString(),
                    artifact.get("sha256").asString() + " "
                            + artifact.get("diskSha256").asString());
            Files.delete(Path.of(artifact.get("path").asString()));
        }
        return digests;
    }
}
