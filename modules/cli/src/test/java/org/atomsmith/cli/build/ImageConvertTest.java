package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.atomsmith.cli.CapturedTerminal;
import org.atomsmith.cli.Main;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.disk.gpt.Gpt;
import org.atomsmith.disk.gpt.Partition;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.image.ImageFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ImageConvertTest {
    private static final int MIB = 1 << 20;
    private static final int SIZE = 16 * MIB;

    @TempDir
    Path folder;

    private final CapturedTerminal terminal = new CapturedTerminal();
    private Path raw = Path.of("");

    @BeforeEach
    void makeDisk() throws IOException {
        raw = folder.resolve("disk.img");
        byte[] noise = new byte[MIB + 500];
        new Random(1).nextBytes(noise);
        Gpt table = new Gpt(
                new UUID(1, 2),
                SIZE / Gpt.SECTOR,
                List.of(new Partition(PartitionType.ROOT_X86_64.guid(), new UUID(3, 4), 2048, 4096, 0, "the root")));
        try (FileChannel file = FileChannel.open(raw, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(table.primary()), 0);
            file.write(ByteBuffer.wrap(noise), 2 * MIB);
            file.write(ByteBuffer.wrap(noise), 9 * MIB + 512);
            file.write(ByteBuffer.wrap(new byte[1]), SIZE - 1);
        }
    }

    private int run(String... words) {
        return Main.run(words, terminal.terminal(), Map.of());
    }

    private Path converted(Path from, String name, String... more) {
        Path to = folder.resolve(name);
        List<String> words = new ArrayList<>(List.of("image", "convert", from.toString(), to.toString()));
        words.addAll(List.of(more));
        assertThat(run(words.toArray(String[]::new))).as(terminal.err()).isEqualTo(ExitCode.DONE);
        return to;
    }

    @Test
    @Tag("slow")
    void what_is_written_in_any_format_is_read_back() throws IOException {
        for (ImageFormat format : ImageFormat.ALL) {
            if (!(format.maker() instanceof ImageFormat.OfDisk)) {
                continue;
            }
            Path image = converted(raw, "image." + format.suffix(), "--format", format.name());
            Path back = converted(image, "back.raw");
            // Some platforms want the size rounded up: then only the end is longer.
            assertThat(Files.mismatch(raw, back)).as(format.name()).isIn(-1L, (long) SIZE);
            Path again = converted(raw, "again." + format.suffix(), "--format", format.name());
            assertThat(Files.size(again)).as(format.name()).isEqualTo(Files.size(image));
        }
    }

    @Test
    void the_same_disk_gives_the_same_file_whatever_it_is_read_from() throws IOException {
        Path qcow2 = converted(raw, "disk.qcow2");
        Path first = converted(raw, "first.vdi");
        Path second = converted(qcow2, "second.vdi");
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    @Test
    void info_tells_the_format_and_the_partitions() {
        Path qcow2 = converted(raw, "disk.qcow2");
        CapturedTerminal other = new CapturedTerminal();
        assertThat(Main.run(new String[] {"image", "info", qcow2.toString(), "--json"}, other.terminal(), Map.of()))
                .as(other.err())
                .isEqualTo(ExitCode.DONE);
        ImageInfoCommand.Facts facts = JsonMapper.shared().readValue(other.out(), ImageInfoCommand.Facts.class);
        assertThat(facts.format()).isEqualTo("qcow2");
        assertThat(facts.diskSize()).isEqualTo(SIZE);
        assertThat(facts.allocated()).isBetween(2L * MIB, 4L * MIB);
        assertThat(facts.diskGuid()).isEqualTo(new UUID(1, 2));
        assertThat(facts.partitions())
                .containsExactly(new ImageInfoCommand.Entry("the root", MIB, 2L * MIB, "root_x86_64", new UUID(3, 4)));
    }

    @Test
    void refuses_to_write_what_it_reads() {
        assertThat(run("image", "convert", raw.toString(), folder + "/./disk.img"))
                .isNotEqualTo(ExitCode.DONE);
        assertThat(terminal.err()).contains("IN and OUT are the same file");
    }

    @Test
    void offers_the_nearest_format() {
        assertThat(run("image", "convert", raw.toString(), folder + "/x", "--format", "qcow3"))
                .isNotEqualTo(ExitCode.DONE);
        assertThat(terminal.err()).contains("there is no format 'qcow3'", "qcow2");
        assertThat(run("image", "convert", raw.toString(), folder + "/x.vdi", "--input-format", "qcow"))
                .isNotEqualTo(ExitCode.DONE);
        assertThat(terminal.err()).contains("--input-format qcow is not read; did you mean qcow2");
    }

    @Test
    void an_older_file_stays_when_the_image_is_cut_off() throws IOException {
        Path qcow2 = converted(raw, "disk.qcow2");
        Path out = Files.writeString(folder.resolve("out.vdi"), "older");
        try (FileChannel file = FileChannel.open(qcow2, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        assertThat(run("image", "convert", qcow2.toString(), out.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err()).contains("disk.qcow2: byte ", "cut off").doesNotContain("--debug");
        assertThat(out).hasContent("older");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
}
