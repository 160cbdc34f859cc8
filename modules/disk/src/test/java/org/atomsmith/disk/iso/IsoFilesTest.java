package org.atomsmith.disk.iso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.atomsmith.disk.RawDisk;
import org.atomsmith.disk.Tool;
import org.atomsmith.disk.tree.Attributes;
import org.atomsmith.disk.tree.FileTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsoFilesTest {
    private static final Attributes FILE = Attributes.root(0644, 0);

    @TempDir
    Path folder;

    private Path iso = Path.of("");

    @BeforeEach
    void write() throws IOException {
        IsoImage image = IsoImage.plan(
                new FileTree(Attributes.root(0755, 0))
                        .file("/live/answers", FILE, "room for answers")
                        .file("/live/last", FILE, "last")
                        .build(),
                "/live/last",
                new IsoOptions("A", 0, Optional.empty(), Optional.empty(), Optional.empty()));
        iso = folder.resolve("a.iso");
        try (RawDisk disk = new RawDisk(iso)) {
            image.writeTo(disk);
            disk.finish();
        }
    }

    private static Optional<IsoFiles.Extent> find(Path iso, String path) throws IOException {
        try (FileChannel channel = FileChannel.open(iso, StandardOpenOption.READ)) {
            return new IsoFiles(channel).find(path);
        }
    }

    @Test
    void finds_what_we_wrote() throws IOException {
        IsoFiles.Extent extent = find(iso, "LIVE/ANSWERS.;1").orElseThrow();
        byte[] all = Files.readAllBytes(iso);
        assertThat(Arrays.copyOfRange(all, (int) extent.offset(), (int) (extent.offset() + extent.size())))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("room for answers");
        assertThat(find(iso, "LIVE/NOTHING.;1")).isEmpty();
        assertThat(find(iso, "LIVE")).isEmpty();
    }

    @Test
    void finds_what_xorriso_wrote() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree/live"));
        Files.writeString(tree.resolve("answers"), "theirs");
        Path theirs = folder.resolve("theirs.iso");
        Tool.ok(
                "xorriso",
                "-as",
                "mkisofs",
                "-quiet",
                "-r",
                "-o",
                theirs.toString(),
                tree.getParent().toString());
        assertThat(find(theirs, "LIVE/ANSWERS.;1").orElseThrow().size()).isEqualTo(6);
    }

    @Test
    void a_damaged_image_gives_an_answer_or_an_error_and_nothing_else() throws IOException {
        byte[] all = Files.readAllBytes(iso);
        Random random = new Random(7);
        Path damaged = folder.resolve("damaged");
        for (int i = 0; i < 2000; i++) {
            byte[] copy = i % 4 == 0 ? Arrays.copyOf(all, random.nextInt(all.length)) : all.clone();
            for (int flips = 0; flips < 8 && copy.length > 32768; flips++) {
                copy[32768 + random.nextInt(copy.length - 32768)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(damaged, copy);
            try {
                find(damaged, "LIVE/ANSWERS.;1");
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("ISO");
            }
        }
    }

    @Test
    void says_what_is_no_iso() throws IOException {
        Path other = folder.resolve("other");
        Files.write(other, new byte[100_000]);
        assertThatThrownBy(() -> find(other, "A")).hasMessage("this is not an ISO 9660 image");
    }
}
