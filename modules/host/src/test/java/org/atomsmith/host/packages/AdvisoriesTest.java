package org.atomsmith.host.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.host.json.JsonText;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.junit.jupiter.api.Test;

final class AdvisoriesTest {
    private static final String OLD = "('FEDORA-1', uint32 1, uint32 2, ['a-1-1.x86_64'], @a{sv} {})";
    private static final String NEW = "('FEDORA-2', uint32 1, uint32 4, ['a-2-1.x86_64', 'b-2-1.x86_64'],"
            + " {'cve_references': <[('https://example.org/1', 'CVE-2026-1 a: overflow')]>})";
    private static final String REPAIR = "('FEDORA-3', uint32 2, uint32 0, ['c-1-1.x86_64'], @a{sv} {})";

    @Test
    void tells_which_are_new_and_how_urgent_they_are() {
        Advisories news =
                Advisories.between(commit("[" + OLD + "]"), commit("[" + OLD + ", " + NEW + ", " + REPAIR + "]"));
        assertThat(news.list()).extracting(Advisory::id).containsExactly("FEDORA-2", "FEDORA-3");
        assertThat(news.figures()).isEqualTo("1 unknown severity, 1 critical");
        assertThat(news.security().figures()).isEqualTo("1 critical");
        assertThat(news.security().lines())
                .containsExactly(
                        "FEDORA-2  critical  a-2-1.x86_64 b-2-1.x86_64",
                        "  CVE-2026-1 a: overflow",
                        "  https://example.org/1");
        assertThat(JsonText.line(news.security().variant()))
                .isEqualTo("[[\"FEDORA-2\",1,4,[\"a-2-1.x86_64\",\"b-2-1.x86_64\"],"
                        + "{\"cve_references\":[[\"https://example.org/1\",\"CVE-2026-1 a: overflow\"]]}]]");
    }

    @Test
    void numbers_are_read_in_the_order_of_bytes_that_composers_write() {
        String big = "[('A', uint32 16777216, uint32 50331648, @as [], @a{sv} {})]";
        assertThat(Advisories.of(commit(big)).list())
                .containsExactly(
                        new Advisory("A", Advisory.Kind.SECURITY, Advisory.Severity.IMPORTANT, List.of(), List.of()));
        String none = "[('A', uint32 9, uint32 99, @as [], {'cve_references': <'?'>})]";
        assertThat(Advisories.of(commit(none)).list())
                .containsExactly(
                        new Advisory("A", Advisory.Kind.UNKNOWN, Advisory.Severity.UNKNOWN, List.of(), List.of()));
    }

    @Test
    void what_is_no_list_of_advisories_is_none() {
        for (String other : List.of("'text'", "[('a', uint32 1)]", "@a(suuasa{sv}) []")) {
            assertThat(Advisories.of(commit(other)).isEmpty()).isTrue();
        }
        String twice = "[('A', uint32 1, uint32 1, @as [], {'k': <1>, 'k': <2>})]";
        assertThat(Advisories.of(commit(twice)).isEmpty()).isTrue();
        assertThat(Advisories.of(commit(Map.of())).isEmpty()).isTrue();
    }

    private static Commit commit(String advisories) {
        return commit(Map.of("rpmostree.advisories", Variant.parseText(advisories)));
    }

    private static Commit commit(Map<String, Variant> metadata) {
        SequencedMap<String, Variant> values = new LinkedHashMap<>(metadata);
        Checksum any = Checksum.digest(new byte[0]);
        return new Commit(values, Optional.empty(), "", "", 0, any, any);
    }
}
