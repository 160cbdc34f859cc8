package org.atomsmith.image.customization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** With {@code -Datomsmith.regenerate=true} the files are written instead of compared. */
final class CustomizationReferenceTest {
    private static final Path PROJECT = Path.of("../..");
    private static final String BEGIN = "<!-- keys: begin -->\n";
    private static final String END = "<!-- keys: end -->\n";

    @Test
    void the_schema_is_the_one_that_the_reader_uses() throws IOException {
        check(PROJECT.resolve("docs/schema/customizations.schema.json"), CustomizationReference.schema());
    }

    @Test
    void the_reference_page_describes_the_keys_that_the_reader_knows() throws IOException {
        Path page = PROJECT.resolve("docs/customizations.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String current =
                text.substring(0, begin) + CustomizationReference.markdown() + text.substring(text.indexOf(END));
        check(page, current);
    }

    @Test
    void every_key_is_described() {
        assertThat(CustomizationKey.values())
                .allSatisfy(key -> assertThat(key.says()).isNotBlank().endsWith("."));
        assertThat(CustomizationKey.words()).doesNotHaveDuplicates().isEqualTo(Customization.names());
    }

    private static void check(Path file, String current) throws IOException {
        if (Boolean.getBoolean("atomsmith.regenerate")) {
            Files.writeString(file, current);
        }
        assertThat(file).hasContent(current);
    }
}
