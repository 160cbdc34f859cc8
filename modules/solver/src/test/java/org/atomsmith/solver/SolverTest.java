package org.atomsmith.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
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

    @Test
    void an_obsoleter_takes_the_place_of_what_is_asked_for_in_rpm_but_not_in_debian() {
        String text = """
                old 1-1
                new 1-1
                  provides old = 1
                  obsoletes old < 2
                """;
        assertThat(Universe.rpm(text).picks("old")).containsExactly("new-1-1");
        assertThat(Universe.deb(text).picks("old")).containsExactly("old-1-1");
    }

    @Test
    void a_package_and_its_obsoleter_are_never_installed_together() {
        Universe universe = Universe.rpm("""
                old 1-1
                new 1-1
                  obsoletes old < 2
                """);
        assertThatThrownBy(() -> universe.picks("new, old"))
                .isInstanceOf(UnsolvableException.class)
                .hasMessageContaining("new-1-1.noarch obsoletes old < 2, which rules out old-1-1.noarch");
    }

    @Test
    void obsoletes_match_names_only() {
        Universe universe = Universe.rpm("""
                provider 1-1
                  provides old = 1
                new 1-1
                  obsoletes old
                """);
        assertThat(universe.picks("new, provider")).containsExactly("new-1-1", "provider-1-1");
    }

    @Test
    void a_package_does_not_conflict_with_its_own_provides() {
        Universe universe = Universe.rpm("""
                exim 1-1
                  provides mta
                  conflicts mta
                postfix 1-1
                  provides mta
                  conflicts mta
                """);
        assertThat(universe.picks("exim")).containsExactly("exim-1-1");
        assertThatThrownBy(() -> universe.picks("exim, postfix")).isInstanceOf(UnsolvableException.class);
    }

    @Test
    void several_kernels_are_installed_together_where_the_request_allows_it() {
        Universe universe = Universe.rpm("""
                kernel 6.1-1
                kernel 6.2-1
                module-a 1-1
                  requires kernel = 6.1
                module-b 1-1
                  requires kernel = 6.2
                """);
        Request request = Request.named("module-a", "module-b");
        assertThatThrownBy(() -> universe.picks(request)).hasMessageContaining("only one version of a name");
        assertThat(universe.picks(request.withMultiversion(Set.of("kern*"))))
                .containsExactly("kernel-6.1-1", "kernel-6.2-1", "module-a-1-1", "module-b-1-1");
        assertThat(universe.picks(Request.named("kernel").withMultiversion(Set.of("kernel"))))
                .containsExactly("kernel-6.2-1");
    }

    @Test
    void files_are_found_whether_listed_or_provided() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires /usr/bin/perl, /usr/bin/sh
                perl 5-1
                  files /usr/bin/perl
                bash 5-1
                  provides /usr/bin/sh
                """);
        assertThat(universe.picks("app")).containsExactly("app-1-1", "bash-5-1", "perl-5-1");
        assertThat(universe.picks("/usr/bin/perl")).containsExactly("perl-5-1");
    }

    @Test
    void an_unversioned_provide_answers_a_version_in_rpm_only() {
        String text = """
                app 1-1
                  requires awk >= 2
                mawk 1-1
                  provides awk
                """;
        assertThat(Universe.rpm(text).picks("app")).containsExactly("app-1-1", "mawk-1-1");
        assertThatThrownBy(() -> Universe.deb(text).picks("app")).isInstanceOf(UnsolvableException.class);
    }

    @Test
    void a_condition_brings_its_consequence_only_when_it_holds() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires (app-langs if langs)
                app-langs 1-1
                langs 1-1
                either 1-1
                  requires (x if langs else y)
                x 1-1
                y 1-1
                """);
        assertThat(universe.picks("app, either")).containsExactly("app-1-1", "either-1-1", "y-1-1");
        assertThat(universe.picks("app, either, langs"))
                .containsExactly("app-1-1", "app-langs-1-1", "either-1-1", "langs-1-1", "x-1-1");
    }

    @Test
    void with_and_without_speak_of_one_package() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires (font with lang-de)
                other 1-1
                  requires (font without lang-de)
                a 1-1
                  provides font
                b 1-1
                  provides font, lang-de
                """);
        assertThat(universe.picks("app")).containsExactly("app-1-1", "b-1-1");
        assertThat(universe.picks("other")).containsExactly("a-1-1", "other-1-1");
    }

    @Test
    void a_whole_alternative_is_taken_or_left() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires ((a and b) or (c and d))
                a 1-1
                b 1-1
                  conflicts base
                c 1-1
                d 1-1
                base 1-1
                """);
        assertThat(universe.picks("app")).containsExactly("a-1-1", "app-1-1", "b-1-1");
        assertThat(universe.picks("app, base")).containsExactly("app-1-1", "base-1-1", "c-1-1", "d-1-1");
        assertThat(universe.picks("app, c, d")).containsExactly("app-1-1", "c-1-1", "d-1-1");
    }

    @Test
    void a_lock_fixes_or_prefers_versions() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires lib
                lib 1-1
                lib 2-1
                """);
        List<Nevra> old = List.of(new Nevra("lib", Evr.parse("1-1"), "noarch"));
        assertThat(universe.picks(Request.named("app").locked(Request.Lock.exactly(old))))
                .containsExactly("app-1-1", "lib-1-1");
        assertThat(universe.picks(Request.named("app").locked(Request.Lock.preferring(old))))
                .containsExactly("app-1-1", "lib-1-1");
        Request newer = Universe.request("app, lib = 2");
        assertThat(universe.picks(newer.locked(Request.Lock.preferring(old)))).containsExactly("app-1-1", "lib-2-1");
        assertThatThrownBy(() -> universe.picks(newer.locked(Request.Lock.exactly(old))))
                .hasMessageContaining("lockfile");
    }

    @Test
    void prefers_the_machine_s_own_architecture() {
        Universe universe = Universe.rpm("""
                lib 2-1 i686
                lib 1-1 x86_64
                lib 3-1 aarch64
                app 1-1 x86_64
                  requires lib
                """);
        Request request = Request.named("app").forArch("x86_64");
        assertThat(universe.picks(request)).containsExactly("app-1-1", "lib-1-1");
        assertThat(new Solver(universe)
                        .solve(Request.named("lib.i686").forArch("x86_64"))
                        .packages())
                .extracting(p -> p.nevra().arch())
                .containsExactly("i686");
    }

    @Test
    void follows_long_chains_without_recursion() {
        StringBuilder text = new StringBuilder("app 1-1\n  requires p0\n");
        for (int i = 0; i < 500; i++) {
            text.append("p")
                    .append(i)
                    .append(" 1-1\n  requires (p")
                    .append(i + 1)
                    .append(" or nothing)\n");
        }
        text.append("p500 1-1\n  conflicts unrelated\nunrelated 1-1\n");
        Solution solution = Universe.rpm(text.toString()).solve("app");
        assertThat(solution.packages()).hasSize(502);
        assertThat(solution.packages().getLast().name()).isEqualTo("app");
        assertThat(solution.packages().getFirst().name()).isEqualTo("p500");
    }
}
