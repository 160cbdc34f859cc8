package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.Trees;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The live media of the shared build, each made once, when a test needs it. */
public final class LiveMedia {
    private static final Map<String, Path> MADE = new TreeMap<>();

    private static @Nullable Path directory;

    private LiveMedia() {}

    /** The ISO; nobody writes to it. */
    public static Path iso() throws IOException {
        return medium("iso");
    }

    /** The archive that machines on a network start from. */
    public static Path pxe() throws IOException {
        return medium("pxe");
    }

    private static synchronized Path medium(String format) throws IOException {
        Path made = MADE.get(format);
        if (made == null) {
            made = make(format);
            MADE.put(format, made);
        }
        return made;
    }

    private static Path make(String format) throws IOException {
        Path out = SharedBuild.out();
        JsonNode build = JsonMapper.shared().readTree(Files.readString(out.resolve("build.json")));
        Path medium = directory().resolve("live." + format);
        CommandResult result = SharedBuild.atomsmith(
                "image",
                build.get("commit").asString(),
                "--repo",
                out.resolve(build.get("repo").asString()).toString(),
                "--format",
                format,
                "-o",
                medium.toString());
        assertThat(result.exit()).as(result.output() + result.errors()).isZero();
        return medium;
    }

    private static synchronized Path directory() throws IOException {
        if (directory == null) {
            Path made = Files.createTempDirectory("atomsmith-live");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(made)));
            directory = made;
        }
        return directory;
    }

    private static void remove(Path made) {
        try {
            Trees.delete(made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
