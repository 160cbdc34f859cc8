package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.PackageFormatException;
import org.junit.jupiter.api.Test;

class RelationsTest {
    private static List<String> read(String text) throws PackageFormatException {
        return Relations.dependencies("Depends", text, "amd64").stream()
                .map(Dependency::toString)
                .toList();
    }

    @Test
    void reads_operators_alternatives_and_folding() throws Exception {
        assertThat(read("a, b (<< 1), c (<= 1:2-3),\n d (= 1) | e (>= 2) |f(>> 3~rc1),"))
                .containsExactly("a", "b < 1", "c <= 1:2-3", "(d = 1 or e >= 2 or f > 3~rc1)");
    }

    @Test
    void reads_the_old_operators_as_dpkg_does() throws Exception {
        assertThat(read("a (< 1), b (> 1), c (1)")).containsExactly("a <= 1", "b >= 1", "c = 1");
    }

    @Test
    void drops_qualifiers_that_mean_the_native_architecture() throws Exception {
        assertThat(read("a:amd64, b:native, c:any (>= 1), d:i386")).containsExactly("a", "b", "c:any >= 1", "d:i386");
    }

    @Test
    void keeps_hyphens_in_upstream_versions() throws Exception {
        var one = (Dependency.Simple)
                Relations.dependencies("Depends", "a (= 2:1.0-rc1-5)", "amd64").getFirst();
        assertThat(one.evr().orElseThrow().version()).isEqualTo("1.0-rc1");
        assertThat(one.evr().orElseThrow().release()).isEqualTo("5");
    }

    @Test
    void says_what_is_malformed() {
        assertThatThrownBy(() -> read("a (>= 1")).hasMessageContaining("Depends: expected ')' at character");
        assertThatThrownBy(() -> read("a b")).hasMessageContaining("expected ',' or '|' at character 3, found 'b'");
        assertThatThrownBy(() -> read("(= 1)")).hasMessageContaining("expected a package name");
        assertThatThrownBy(() -> read("a (>= )")).hasMessageContaining("expected a version");
        assertThatThrownBy(() -> Relations.simple("Conflicts", "a | b", "amd64"))
                .hasMessageContaining("alternatives have no meaning here");
        assertThatThrownBy(() -> Relations.provides("a (>= 1)", "amd64")).hasMessageContaining("only '='");
    }
}
