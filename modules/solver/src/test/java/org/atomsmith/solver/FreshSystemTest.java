package org.atomsmith.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.RpmVersions;
import org.atomsmith.solver.transaction.FreshSystem;
import org.junit.jupiter.api.Test;

/** What dnf would choose for an empty root, and how it is told. */
class FreshSystemTest {
    private static Solution chosen(Universe universe, Request request) {
        FreshSystem.Choice choice = new FreshSystem(universe).choose(request);
        assertThat(choice.problems()).isEmpty();
        return new Solver(universe).arrange(request, choice.packages());
    }

    private static List<String> picks(Universe universe, Request request) {
        return Universe.names(chosen(universe, request));
    }

    @Test
    void of_alternatives_the_first_by_name_is_taken_unless_another_is_suggested() {
        String rest = "alpha 1-1\nzeta 1-1\n";
        assertThat(picks(Universe.rpm("app 1-1\n  requires (zeta or alpha)\n" + rest), Request.named("app")))
                .containsExactly("alpha-1-1", "app-1-1");
        assertThat(picks(
                        Universe.rpm("app 1-1\n  requires (zeta or alpha)\n  suggests zeta\n" + rest),
                        Request.named("app")))
                .containsExactly("app-1-1", "zeta-1-1");
    }

    @Test
    void an_alternative_that_another_one_brings_along_is_enough() {
        assertThat(picks(Universe.rpm("""
                app 1-1
                  requires (gnupg or gpg)
                  suggests gnupg
                gnupg 1-1
                  requires gpg
                gpg 1-1
                """), Request.named("app"))).containsExactly("app-1-1", "gpg-1-1");
    }

    @Test
    void a_lock_hides_other_versions_of_its_names() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires lib
                lib 1-1
                lib 2-1
                """);
        Nevra old = universe.packages().stream()
                .map(RpmPackage::nevra)
                .filter(n -> n.toString().startsWith("lib-1"))
                .findFirst()
                .orElseThrow();
        Request request = Request.named("app");
        assertThat(picks(universe, request)).containsExactly("app-1-1", "lib-2-1");
        assertThat(picks(universe, request.locked(Request.Lock.exactly(Set.of(old)))))
                .containsExactly("app-1-1", "lib-1-1");
        assertThat(picks(universe, request.locked(Request.Lock.preferring(Set.of(old)))))
                .containsExactly("app-1-1", "lib-2-1");
    }

    @Test
    void essential_packages_come_unless_they_are_excluded() {
        Universe universe = Universe.rpm("""
                app 1-1
                base 1-1
                  essential
                """);
        assertThat(picks(universe, Request.named("app"))).containsExactly("app-1-1", "base-1-1");
        assertThat(picks(universe, Request.named("app").excluding(Set.of("base"))))
                .containsExactly("app-1-1");
    }

    @Test
    void a_condition_may_be_asked_for() {
        Universe universe = Universe.rpm("""
                app 1-1
                docs 1-1
                """);
        assertThat(picks(universe, Universe.request("app, (docs if app)"))).containsExactly("app-1-1", "docs-1-1");
        assertThat(picks(universe, Universe.request("docs, (nowhere if app)"))).containsExactly("docs-1-1");
    }

    @Test
    void what_obsoletes_a_package_and_provides_it_comes_in_its_place() {
        Universe universe = Universe.rpm("""
                old 1-1
                new 2-1
                  provides old = 2
                  obsoletes old < 2
                """);
        assertThat(picks(universe, Request.named("old"))).containsExactly("new-2-1");
    }

    @Test
    void the_repository_of_the_best_priority_hides_what_others_have_of_a_name() {
        RpmPackage older = Universe.Builder.of("app 1-1").repository("first").build();
        RpmPackage newer = Universe.Builder.of("app 2-1").repository("second").build();
        Universe universe = new Universe(new RpmVersions(), List.of(older, newer));
        assertThat(new FreshSystem(universe, Map.of("first", new FreshSystem.Rank(10, 1000)))
                        .choose(Request.named("app"))
                        .packages())
                .containsExactly(older.nevra());
        assertThat(new FreshSystem(universe).choose(Request.named("app")).packages())
                .containsExactly(newer.nevra());
    }

    @Test
    void each_package_has_its_reason() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires lib
                  recommends extra
                extra 1-1
                lang 1-1
                  supplements app
                lib 1-1
                """);
        Solution solution = chosen(universe, Request.named("app").withRecommends(true));
        assertThat(solution.explain("lib").toString()).contains("app-1-1.noarch requires lib: lib-1-1.noarch");
        assertThat(solution.explain("extra").toString()).contains("app-1-1.noarch recommends extra");
        assertThat(solution.explain("lang").toString()).contains("lang-1-1.noarch supplements app");
        assertThat(new FreshSystem(universe)
                        .choose(Request.named("app", "nowhere"))
                        .problems()
                        .getFirst()
                        .toString())
                .contains("no package answers 'install provides nowhere'");
    }
}
