package org.atomsmith.solver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WhyTest {
    private static final Universe UNIVERSE = Universe.rpm("""
            base 1-1
              essential
            podman 5-1
              requires runtime, conmon
              recommends helper
              suggests docs
            conmon 2-1
              requires glib
            crun 1-1
              provides runtime
              requires glib
            runc 1-1
              provides runtime
            glib 2-1
            helper 1-1
              requires glib-extra
            glib-extra 1-1
            docs 1-1
            """);

    private static String explain(Request request, String name) {
        return new Solver(UNIVERSE).solve(request).explain(name).toString();
    }

    @Test
    void leads_from_the_request_to_the_package() {
        assertThat(explain(Request.named("podman"), "glib")).isEqualTo("""
                        glib-2-1.noarch is installed because
                          you asked for podman: podman-5-1.noarch
                          podman-5-1.noarch requires runtime: crun-1-1.noarch (also possible: runc-1-1.noarch)
                          crun-1-1.noarch requires glib: glib-2-1.noarch
                          2 packages need it directly: conmon, crun""");
    }

    @Test
    void says_when_a_package_is_essential() {
        assertThat(explain(Request.named("podman"), "base")).isEqualTo("""
                        base-1-1.noarch is installed because
                          base is essential: base-1-1.noarch""");
    }

    @Test
    void weak_dependencies_are_named_as_such() {
        assertThat(explain(Request.named("podman").withRecommends(true), "glib-extra"))
                .isEqualTo("""
                        glib-extra-1-1.noarch is installed because
                          you asked for podman: podman-5-1.noarch
                          podman-5-1.noarch recommends helper: helper-1-1.noarch
                          helper-1-1.noarch requires glib-extra: glib-extra-1-1.noarch""");
    }

    @Test
    void says_what_would_like_to_have_a_package_that_is_not_there() {
        assertThat(explain(Request.named("podman"), "helper")).isEqualTo("""
                        helper is not installed: nothing in the solution requires it
                          podman-5-1.noarch only recommends helper""");
        assertThat(explain(Request.named("podman"), "docs")).isEqualTo("""
                        docs is not installed: nothing in the solution requires it
                          podman-5-1.noarch only suggests docs""");
    }
}
