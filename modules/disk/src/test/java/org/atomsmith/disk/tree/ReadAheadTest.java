package org.atomsmith.disk.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReadAheadTest {
    private static final int MIB = 1 << 20;

    @Test
    void gives_small_and_large_files_in_their_order() throws IOException {
        Random random = new Random(1);
        List<byte[]> contents = new ArrayList<>();
        for (int size : new int[] {1, 4096, 3 * MIB + 17, MIB, MIB - 1, 1, 2, 600_000, 600_000, 5 * MIB, 9}) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            contents.add(content);
        }
        try (ReadAhead ahead =
                new ReadAhead(contents.stream().map(c -> file(c, c.length)).iterator())) {
            for (byte[] content : contents) {
                assertThat(readAll(ahead, content.length)).isEqualTo(content);
            }
            ahead.finish();
        }
    }

    @Test
    void the_last_file_that_has_more_than_it_announced_is_noticed() throws IOException {
        try (ReadAhead ahead = new ReadAhead(
                List.of(file(new byte[10], 10), file(new byte[11], 10)).iterator())) {
            assertThatThrownBy(() -> {
                        readAll(ahead, 20);
                        ahead.finish();
                    })
                    .hasMessageContaining("longer than the 10 bytes");
        }
    }

    @Test
    void a_file_that_cannot_be_read_is_told_where_it_is_wanted() throws IOException {
        ContentSource broken = ContentSource.of("broken", 5, () -> {
            throw new IOException("no such object");
        });
        try (ReadAhead ahead =
                new ReadAhead(List.of(file(new byte[2 * MIB], 2 * MIB), new ReadAhead.File(broken, "/usr/bin/broken"))
                        .iterator())) {
            assertThat(readAll(ahead, 2 * MIB)).hasSize(2 * MIB);
            assertThatThrownBy(() -> readAll(ahead, 5))
                    .hasMessageContaining("/usr/bin/broken")
                    .hasMessageContaining("no such object");
        }
    }

    @Test
    void nothing_waits_for_files_that_nobody_wants_any_more() throws IOException {
        List<ReadAhead.File> files = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            files.add(file(new byte[3 * MIB], 3 * MIB));
        }
        try (ReadAhead ahead = new ReadAhead(files.iterator())) {
            assertThat(readAll(ahead, 1)).hasSize(1);
        }
    }

    private static ReadAhead.File file(byte[] content, long announced) {
        return new ReadAhead.File(
                ContentSource.of("content", announced, () -> new ByteArrayInputStream(content)), "/file");
    }

    private static byte[] readAll(ReadAhead ahead, int length) throws IOException {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            done += ahead.read(bytes, done, length - done);
        }
        return bytes;
    }
}
