package org.atomsmith.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Set;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static String whyNot(Universe universe, Request request) {
        return catchThrowableOfType(UnsolvableException.class, () -> new Solver(universe).solve(request))
                .getMessage();
    }

    private static String whyNot(String universe, String request) {
        return whyNot(Universe.rpm(universe), Universe.request(request));
    }

    @Test
    void names_the_nearest_names_of_a_package_that_does_not_exist() {
        String universe = """
                podman 5.4-1
                podman-compose 1.3-1
                postman 1-1
                openssh-server 9-1
                """;
        assertThat(whyNot(universe, "podmann")).isEqualTo("""
                        podmann cannot be installed:
                          you asked for podmann, but nothing provides podmann; did you mean podman?""");
        assertThat(whyNot(universe, "openssh")).isEqualTo("""
                        openssh cannot be installed:
                          you asked for openssh, but nothing provides openssh; did you mean openssh-server?""");
        assertThat(whyNot(universe, "/usr/bin/nothing")).isEqualTo("""
                        /usr/bin/nothing cannot be installed:
                          you asked for /usr/bin/nothing, but no package holds the file /usr/bin/nothing""");
    }

    @Test
    void says_which_versions_there_are_when_none_fits() {
        assertThat(whyNot("""
                        podman 5.4-1
                          requires conmon >= 2.0
                        conmon 1.9-1
                        conmon 1.8-1
                        """, "podman")).isEqualTo("""
                        podman cannot be installed:
                          you asked for podman
                            podman-5.4-1.noarch requires conmon >= 2.0, but the newest conmon is 1.9-1 (versions available: 1.9-1, 1.8-1)""");
    }

    @Test
    void puts_versions_with_the_same_fate_into_one_sentence() {
        assertThat(whyNot("""
                        podman 5.4-1
                          requires conmon >= 2.0
                        podman 5.3-1
                          requires conmon >= 2.0
                        conmon 1.9-1
                        """, "podman")).isEqualTo("""
                        podman cannot be installed:
                          you asked for podman
                            each of podman-5.4-1.noarch, podman-5.3-1.noarch requires conmon >= 2.0, but the newest conmon is 1.9-1""");
    }

    @Test
    void shows_the_whole_way_to_an_excluded_package() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires lib
                lib 1-1
                  requires base
                base 1-1
                """);
        assertThat(whyNot(universe, Request.named("app").excluding(Set.of("base"))))
                .isEqualTo("""
                        app cannot be installed:
                          you asked for app
                            app-1-1.noarch requires lib
                              lib-1-1.noarch requires base
                                base-1-1.noarch is excluded""");
    }

    @Test
    void shows_both_sides_of_a_conflict() {
        assertThat(whyNot("""
                        a 1-1
                          requires mid
                        mid 1-1
                          conflicts b < 3
                        b 2-1
                        unrelated 1-1
                        """, "unrelated, a, b")).isEqualTo("""
                        a and b cannot be installed together:
                          you asked for a
                            a-1-1.noarch requires mid
                              mid-1-1.noarch conflicts with b < 3, which rules out b-2-1.noarch
                          you asked for b
                            b-2-1.noarch is ruled out by mid-1-1.noarch, which conflicts with b < 3""");
    }

    @Test
    void names_the_locked_version_that_is_in_the_way() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires lib >= 2
                lib 1-1
                lib 2-1
                """);
        Request request = Request.named("app")
                .locked(Request.Lock.exactly(List.of(new Nevra("lib", Evr.parse("1-1"), "noarch"))));
        assertThat(whyNot(universe, request)).isEqualTo("""
                        app cannot be installed:
                          you asked for app
                            app-1-1.noarch requires lib >= 2
                              lib-2-1.noarch is not the version in the lockfile (lib-1-1.noarch)""");
    }

    @Test
    void an_installed_package_is_not_exchanged_for_another_version() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires lib >= 2
                lib 1-1
                lib 2-1
                """);
        Request request = Request.named("app").withInstalled(List.of(new Nevra("lib", Evr.parse("1-1"), "noarch")));
        assertThat(whyNot(universe, request)).isEqualTo("""
                        app cannot be installed:
                          you asked for app
                            app-1-1.noarch requires lib >= 2
                              lib-2-1.noarch cannot be installed beside lib-1-1.noarch: only one version of a name can be
                          lib-1-1.noarch is installed""");
    }

    @Test
    void what_an_installed_package_needs_cannot_be_taken_away() {
        Universe universe = Universe.rpm("""
                app 1-1
                  requires lib
                lib 1-1
                """);
        Request request = Request.named()
                .withInstalled(List.of(new Nevra("app", Evr.parse("1-1"), "noarch")))
                .excluding(Set.of("lib"));
        assertThat(whyNot(universe, request)).isEqualTo("""
                        app-1-1.noarch cannot stay installed:
                          app-1-1.noarch is installed
                            app-1-1.noarch requires lib
                              lib-1-1.noarch is excluded""");
    }

    @Test
    void two_versions_of_one_name_exclude_each_other() {
        assertThat(whyNot("""
                        a 1-1
                          requires lib = 1
                        b 1-1
                          requires lib = 2
                        lib 1-1
                        lib 2-1
                        """, "a, b")).isEqualTo("""
                        a and b cannot be installed together:
                          you asked for a
                            a-1-1.noarch requires lib = 1
                              lib-1-1.noarch cannot be installed beside lib-2-1.noarch: only one version of a name can be
                          you asked for b
                            b-1-1.noarch requires lib = 2
                              lib-2-1.noarch cannot be installed beside lib-1-1.noarch: only one version of a name can be""");
    }

    @Test
    void goes_through_every_provider_of_a_virtual_name() {
        assertThat(whyNot("""
                        app 1-1
                          requires mta
                        exim 1-1
                          provides mta
                          requires libexim
                        postfix 1-1
                          provides mta
                          conflicts app
                        """, "app")).isEqualTo("""
                        app cannot be installed:
                          you asked for app
                            app-1-1.noarch requires mta
                              exim-1-1.noarch requires libexim, but nothing provides libexim
                              postfix-1-1.noarch conflicts with app, which rules out app-1-1.noarch""");
    }

    @Test
    void says_when_a_provide_has_no_version_to_compare() {
        assertThat(whyNot(Universe.deb("""
                                app 1-1
                                  requires awk >= 2
                                mawk 1-1
                                  provides awk
                                """), Request.named("app"))).isEqualTo("""
                        app cannot be installed:
                          you asked for app
                            app-1-1.noarch requires awk >= 2, but what provides awk is mawk-1-1.noarch (without a version)""");
    }

    @Test
    void says_when_a_package_is_only_there_for_another_machine() {
        assertThat(whyNot(Universe.rpm("app 1-1 aarch64"), Request.named("app").forArch("x86_64")))
                .isEqualTo("""
                        app cannot be installed:
                          you asked for app, but app is only available for aarch64""");
    }
}
