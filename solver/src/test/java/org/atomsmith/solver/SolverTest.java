package org.atomsmith.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SolverTest {

    @Test
    void installs_the_newest_version_and_what_it_requires() {
        Universe universe = Universe.rpm("""
                podman 5.3-1
                  requires conmon
                podman 5.4-1
                  requires conmon >= 2.0
                conmon 1.9-1
                conmon 2.1-1
                unrelated 1-1
                """);
        assertThat(universe.picks("podman")).containsExactly("conmon-2.1-1", "podman-5.4-1");
    }

    @Test
    void falls_back_to_an_older_version_when_the_newest_cannot_be_installed() {
        Universe universe = Universe.rpm("""
                podman 5.4-1
                  requires conmon >= 3
                podman 5.3-1
                  requires conmon
                conmon 2.1-1
                """);
        assertThat(universe.picks("podman")).containsExactly("conmon-2.1-1", "podman-5.3-1");
    }

    @Test
    void prefers_the_first_alternative() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires (zeta or alpha)
                alpha 1-1
                zeta 1-1
                """);
        assertThat(universe.picks("app")).containsExactly("app-1-1", "zeta-1-1");
    }

    @Test
    void takes_an_alternative_that_is_needed_anyway() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires (zeta or alpha), lib
                lib 1-1
                  requires middle
                middle 1-1
                  requires alpha
                alpha 1-1
                zeta 1-1
                """);
        assertThat(universe.picks("app")).containsExactly("alpha-1-1", "app-1-1", "lib-1-1", "middle-1-1");
    }

    @Test
    void prefers_the_package_of_the_capability_s_own_name() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires mta
                aaa 1-1
                  provides mta
                mta 1-1
                """);
        assertThat(universe.picks("app")).containsExactly("app-1-1", "mta-1-1");
    }

    @Test
    void never_installs_what_is_excluded_and_says_what_needs_it() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires lib
                lib 1-1
                """);
        assertThatThrownBy(() -> universe.picks(Request.named("app").excluding(Set.of("lib"))))
                .isInstanceOf(UnsolvableException.class)
                .hasMessageContaining("app-1-1.noarch requires lib")
                .hasMessageContaining("exclude");
    }

    @Test
    void essential_packages_come_unless_excluded() {
        Universe universe = Universe.rpm("""
                base 1-1
                  essential
                app 1-1
                """);
        assertThat(universe.picks("app")).containsExactly("app-1-1", "base-1-1");
        assertThat(universe.picks(Request.named("app").excluding(List.of("base"))))
                .containsExactly("app-1-1");
    }

    @Test
    void follows_recommends_only_when_asked_and_only_where_possible() {
        Universe universe = Universe.rpm("""
                app 1-1
                  recommends extra, impossible, hostile
                extra 1-1
                  recommends more
                more 1-1
                impossible 1-1
                  requires nothing-provides-this
                hostile 1-1
                  conflicts app
                plugin 1-1
                  supplements extra
                """);
        assertThat(universe.picks("app")).containsExactly("app-1-1");
        assertThat(universe.picks(Request.named("app").withRecommends(true)))
                .containsExactly("app-1-1", "extra-1-1", "more-1-1", "plugin-1-1");
    }
}
