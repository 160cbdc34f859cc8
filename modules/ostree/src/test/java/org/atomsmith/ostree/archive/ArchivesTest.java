package org.atomsmith.ostree.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.archive.ArchiveEntry.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchivesTest {
    @TempDir
    private Path tmp;

    private static byte[] sample() throws IOException {
        SortedMap<String, byte[]> xattrs = new TreeMap<>();
        xattrs.put("security.capability", new byte[] {1, 0, (byte) 0xff, '\n', 2});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(bytes, 7)) {
            tar.put(new ArchiveEntry(Kind.DIRECTORY, "./", 0755, 0, 0, "", 0, new TreeMap<>(), 0));
            tar.put(
                    new ArchiveEntry(Kind.FILE, "a", 04755, 1000, 3_000_000, "", 5, xattrs, 0),
                    new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
            tar.put(new ArchiveEntry(
                    Kind.SYMLINK, "l/" + "x".repeat(200), 0777, 0, 0, "t".repeat(150), 0, new TreeMap<>(), 0));
            tar.put(new ArchiveEntry(Kind.HARD_LINK, "b", 0755, 0, 0, "a", 0, new TreeMap<>(), 0));
        }
        return bytes.toByteArray();
    }

    private static List<ArchiveEntry> read(byte[] bytes) throws IOException {
        List<ArchiveEntry> entries = new ArrayList<>();
        try (ArchiveReader reader = ArchiveReader.open(new ByteArrayInputStream(bytes))) {
            for (Optional<ArchiveEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                reader.content().readAllBytes();
                entries.add(entry.get());
            }
        }
        return entries;
    }

    @Test
    void reads_what_it_writes_attributes_of_any_bytes_and_long_names_too() throws IOException {
        List<ArchiveEntry> entries = read(sample());

        assertThat(entries).extracting(ArchiveEntry::path).containsExactly("./", "a", "l/" + "x".repeat(200), "b");
        ArchiveEntry file = entries.get(1);
        assertThat(file.permissions()).isEqualTo(04755);
        assertThat(file.gid()).isEqualTo(3_000_000);
        assertThat(file.xattrs().get("security.capability")).containsExactly(1, 0, 0xff, '\n', 2);
        assertThat(entries.get(2).link()).isEqualTo("t".repeat(150));
        assertThat(entries.get(3).kind()).isEqualTo(Kind.HARD_LINK);
    }

    @Test
    void tar_reads_what_we_write() throws IOException {
        Path file = Files.write(tmp.resolve("a.tar"), sample());
        assertThat(OstreeCommand.run("tar", "tvf", file.toString())).contains("b link to a");
    }

    @Test
    void an_archive_that_ends_anywhere_is_refused_or_ends_at_an_entry() throws IOException {
        byte[] whole = sample();
        int entries = read(whole).size();
        for (int length = 0; length < whole.length; length += length < 4096 ? 1 : 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                assertThat(read(cut).size()).isLessThanOrEqualTo(entries);
            } catch (ArchiveException e) {
                assertThat(e).hasMessageContaining("archive");
            }
        }
    }

    @Test
    void damaged_archives_are_refused_with_one_kind_of_error() throws IOException {
        byte[] whole = sample();
        Random random = new Random(1);
        for (int i = 0; i < 4000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(6000)] ^= (byte) (1 << random.nextInt(8));
            try {
                read(damaged);
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void cpio_with_a_path_of_a_gigabyte_is_refused_before_it_is_read() {
        String header = "070701" + "00000001".repeat(11) + "40000000" + "00000000";
        assertThatThrownBy(() -> read(header.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("path");
    }
}
