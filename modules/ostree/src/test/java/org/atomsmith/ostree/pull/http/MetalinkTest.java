package org.atomsmith.ostree.pull.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Metalinks that say enough, and those that do not. */
class MetalinkTest {
    private static final byte[] GOOD = """
            <?xml version="1.0"?>
            <metalink version="3.0" xmlns="http://www.metalinker.org/"><files><file name="summary"><size>3</size>
            <verification><hash type="sha256">%s</hash></verification>
            <resources><url protocol="http" preference="1"> http://localhost/repo/summary </url></resources>
            </file></files></metalink>
            """.formatted("ab".repeat(32)).getBytes(StandardCharsets.UTF_8);

    @Test
    void reads_where_a_summary_is() throws IOException {
        Metalink metalink = Metalink.parse(GOOD, "summary");
        assertThat(metalink.urls()).hasSize(1);
        assertThat(metalink.size()).hasValue(3);
        assertThat(metalink.algorithm()).isEqualTo("SHA-256");
    }

    @Test
    void refuses_one_that_is_cut_off_anywhere() {
        int end = new String(GOOD, StandardCharsets.UTF_8).indexOf("</metalink>");
        for (int length = 0; length < end + 5; length++) {
            byte[] cut = Arrays.copyOf(GOOD, length);
            assertThatThrownBy(() -> Metalink.parse(cut, "summary"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("metalink");
        }
    }

    @Test
    void expands_no_entities() {
        byte[] hostile = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><metalink>&x;</metalink>"
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Metalink.parse(hostile, "summary")).isInstanceOf(IOException.class);
    }
}
