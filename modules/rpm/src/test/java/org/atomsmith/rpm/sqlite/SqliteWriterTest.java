package org.atomsmith.rpm.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge is SQLite. */
class SqliteWriterTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void findJudge() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sqlite3")), "sqlite3 is not installed");
    }

    private String sql(Path database, String statement) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/usr/bin/sqlite3", "-readonly", database.toString(), statement)
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.strip();
    }

    private Path write(String name, int rows, int longest) throws IOException {
        Path path = folder.resolve(name);
        Random random = new Random(rows);
        List<SqliteWriter.Row> table = new ArrayList<>();
        List<List<Value>> index = new ArrayList<>();
        for (int i = 1; i <= rows; i++) {
            byte[] key = new byte[1 + random.nextInt(longest)];
            for (int j = 0; j < key.length; j++) {
                key[j] = (byte) ('a' + random.nextInt(26));
            }
            byte[] blob = new byte[random.nextInt(3 * longest)];
            random.nextBytes(blob);
            long number = random.nextLong() >> random.nextInt(64);
            Value text = Value.of(new String(key, StandardCharsets.US_ASCII));
            table.add(new SqliteWriter.Row(3L * i, List.of(Value.none(), text, Value.of(number), Value.of(blob))));
            index.add(List.of(text, Value.of(3L * i)));
        }
        try (SqliteWriter writer = new SqliteWriter(path)) {
            writer.table("t", "CREATE TABLE t (id INTEGER PRIMARY KEY, k TEXT, n INTEGER, b BLOB)", table);
            writer.index("i", "t", "CREATE INDEX i ON t(k)", index);
            writer.finish();
        }
        return path;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 9, 10, 100, 101, 1_000, 20_000})
    void sqlite_finds_what_was_written(int rows) throws Exception {
        Path database = write("short", rows, 30);

        assertThat(sql(database, "PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(sql(database, "SELECT count(*) FROM t")).isEqualTo(Integer.toString(rows));
        assertThat(sql(database, "SELECT count(*) FROM t INDEXED BY i WHERE k >= ''"))
                .isEqualTo(Integer.toString(rows));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 17, 300})
    void long_keys_and_blobs_go_to_pages_of_their_own(int rows) throws Exception {
        Path database = write("long", rows, 20_000);

        assertThat(sql(database, "PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(sql(database, "SELECT count(*) FROM t a JOIN t b INDEXED BY i ON a.k = b.k WHERE a.n = b.n"))
                .isEqualTo(Integer.toString(rows));
    }

    @Test
    void numbers_are_what_they_were() throws Exception {
        long[] numbers = {
            0, 1, -1, 127, 128, -129, 32_767, -32_769, 8_388_608, 1L << 31, 1L << 47, Long.MIN_VALUE, Long.MAX_VALUE
        };
        List<SqliteWriter.Row> rows = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            // Row numbers of every length, up to nine bytes.
            rows.add(new SqliteWriter.Row(1L << 5 * i, List.of(Value.of(numbers[i]))));
            expected.add((1L << 5 * i) + "|" + numbers[i]);
        }
        Path path = folder.resolve("numbers");
        try (SqliteWriter writer = new SqliteWriter(path)) {
            writer.table("t", "CREATE TABLE t (n INTEGER)", rows);
            writer.finish();
        }

        assertThat(sql(path, "SELECT rowid, n FROM t").lines()).containsExactlyElementsOf(expected);
    }

    @Test
    void a_schema_of_more_than_a_page_is_read() throws Exception {
        Path path = folder.resolve("many");
        try (SqliteWriter writer = new SqliteWriter(path)) {
            for (int i = 0; i < 300; i++) {
                writer.table(
                        "t" + i,
                        "CREATE TABLE t" + i + " (a_column_with_a_rather_long_name TEXT)",
                        List.of(new SqliteWriter.Row(1, List.of(Value.of("x" + i)))));
            }
            writer.finish();
        }

        assertThat(sql(path, "PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(sql(path, "SELECT * FROM t299")).isEqualTo("x299");
    }

    @Test
    void the_same_rows_give_the_same_bytes() throws Exception {
        assertThat(write("a", 500, 100)).hasSameBinaryContentAs(write("b", 500, 100));
    }
}
