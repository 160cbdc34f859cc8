package org.atomsmith.compose.treefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** With {@code -Datomsmith.regenerate=true} the files are written instead of compared. */
class TreefileReferenceTest {
    private static final String BEGIN = "<!-- keys: begin -->\n";
    private static final String END = "<!-- keys: end -->\n";

    @Test
    void the_schema_is_the_one_that_the_parser_uses() throws IOException {
        check(Fixtures.project().resolve("docs/schema/treefile.schema.json"), TreefileReference.schema());
    }

    @Test
    void the_reference_page_describes_the_keys_that_the_parser_knows() throws IOException {
        Path page = Fixtures.project().resolve("docs/treefile.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String current = text.substring(0, begin) + TreefileReference.markdown() + text.substring(text.indexOf(END));
        check(page, current);
    }

    @Test
    void every_key_is_described() {
        assertThat(Key.values())
                .allSatisfy(key -> assertThat(key.says()).isNotBlank().endsWith("."));
        assertThat(Key.words()).doesNotHaveDuplicates();
    }

    private static void check(Path file, String current) throws IOException {
        if (Boolean.getBoolean("atomsmith.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, current);
        }
        assertThat(file).hasContent(current);
    }
}
