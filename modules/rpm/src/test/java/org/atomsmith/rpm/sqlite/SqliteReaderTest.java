package org.atomsmith.rpm.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQLite wrote, what our writer wrote, and what is damaged. */
class SqliteReaderTest {
    @TempDir
    Path folder;

    private static List<SqliteWriter.Row> rows(int count, int longest) {
        Random random = new Random(count);
        List<SqliteWriter.Row> rows = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            byte[] blob = new byte[random.nextInt(longest)];
            random.nextBytes(blob);
            long number = random.nextLong() >> random.nextInt(64);
            rows.add(new SqliteWriter.Row(
                    3L * i, List.of(Value.none(), Value.of("text " + i), Value.of(number), Value.of(blob))));
        }
        return rows;
    }

    private static void assertSame(List<SqliteWriter.Row> found, List<SqliteWriter.Row> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).id()).isEqualTo(expected.get(i).id());
            List<Value> one = found.get(i).values();
            List<Value> other = expected.get(i).values();
            assertThat(one).hasSameSizeAs(other);
            for (int j = 0; j < one.size(); j++) {
                assertThat(one.get(j)).usingComparator(Value::compareTo).isEqualTo(other.get(j));
            }
        }
    }

    private byte[] written(List<SqliteWriter.Row> rows) throws IOException {
        Path path = folder.resolve("ours");
        Files.deleteIfExists(path);
        try (SqliteWriter writer = new SqliteWriter(path)) {
            writer.table("other", "CREATE TABLE other (a)", List.of());
            writer.table("t", "CREATE TABLE t (id INTEGER PRIMARY KEY, k TEXT, n INTEGER, b BLOB)", rows);
            writer.finish();
        }
        return Files.readAllBytes(path);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 100, 5_000})
    void what_our_writer_wrote_comes_back(int count) throws IOException {
        List<SqliteWriter.Row> rows = rows(count, count > 1_000 ? 100 : 20_000);
        SqliteReader reader = new SqliteReader(written(rows));
        assertSame(reader.table("t"), rows);
        assertThat(reader.table("other")).isEmpty();
        assertThat(reader.table("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4_096, 65_536})
    void what_sqlite_wrote_is_read(int pageSize) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sqlite3")), "sqlite3 is not installed");
        List<SqliteWriter.Row> rows = rows(200, 20_000);
        StringBuilder sql = new StringBuilder("PRAGMA page_size = " + pageSize + ";\n"
                + "CREATE TABLE t (id INTEGER PRIMARY KEY, k TEXT, n INTEGER, b BLOB);\nBEGIN;\n");
        for (SqliteWriter.Row row : rows) {
            if (!(row.values().get(1) instanceof Value.Text(byte[] text)
                    && row.values().get(2) instanceof Value.Number(long number)
                    && row.values().get(3) instanceof Value.Blob(byte[] blob))) {
                throw new IllegalStateException("a row is not what it was made of");
            }
            sql.append("INSERT INTO t VALUES (%d, '%s', %d, x'%s');\n"
                    .formatted(
                            row.id(),
                            new String(text, StandardCharsets.UTF_8),
                            number,
                            HexFormat.of().formatHex(blob)));
        }
        Path script = Files.writeString(folder.resolve("script"), sql.append("COMMIT;\n"));
        Path database = folder.resolve("theirs");
        Process process = new ProcessBuilder("/usr/bin/sqlite3", database.toString())
                .redirectInput(script.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        assertSame(new SqliteReader(Files.readAllBytes(database)).table("t"), rows);
    }

    @Test
    void a_database_that_is_cut_off_anywhere_is_refused() throws IOException {
        byte[] whole = written(rows(20, 6_000));
        for (int length = 0; length < whole.length; length += length < 200 ? 1 : 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> new SqliteReader(cut).table("t"))
                    .as("cut at " + length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("SQLite");
        }
    }

    @Test
    void flipped_bits_never_end_in_anything_but_rows_or_a_refusal() throws IOException {
        byte[] whole = written(rows(20, 6_000));
        Random random = new Random(1);
        for (int i = 0; i < 4_000; i++) {
            byte[] damaged = whole.clone();
            // The pages' heads are where it hurts.
            int page = random.nextInt(whole.length / 4096) * 4096;
            damaged[page + random.nextInt(i % 2 == 0 ? 120 : 4096)] ^= (byte) (1 << random.nextInt(8));
            Throwable thrown = catchThrowable(() -> new SqliteReader(damaged).table("t"));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(IOException.class).hasMessageContaining("SQLite");
            }
        }
    }

    @Test
    void pages_that_lead_in_a_circle_are_refused() throws IOException {
        byte[] whole = written(rows(5_000, 100));
        SqliteReader reader = new SqliteReader(whole);
        assertThat(reader.table("t")).hasSize(5_000);
        for (int page = 4096; page < whole.length; page += 4096) {
            if (whole[page] == Cells.TABLE_INTERIOR) {
                // The page's last child is the page itself.
                int number = page / 4096 + 1;
                whole[page + 8] = (byte) (number >>> 24);
                whole[page + 9] = (byte) (number >>> 16);
                whole[page + 10] = (byte) (number >>> 8);
                whole[page + 11] = (byte) number;
            }
        }
        assertThatThrownBy(() -> new SqliteReader(whole).table("t"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }
}
