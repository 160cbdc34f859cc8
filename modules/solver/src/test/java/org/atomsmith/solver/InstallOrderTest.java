package org.atomsmith.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.RpmPackage;
import org.junit.jupiter.api.Test;

class InstallOrderTest {

    private static List<String> names(List<RpmPackage> packages) {
        return packages.stream().map(RpmPackage::name).toList();
    }

    private static List<List<String>> chunks(Solution solution, String... entries) {
        List<Dependency.Simple> order =
                Arrays.stream(entries).map(Dependency.Simple::any).toList();
        return solution.chunks(order).stream().map(InstallOrderTest::names).toList();
    }

    @Test
    void what_a_package_needs_comes_before_it() {
        Solution solution = Universe.rpm("""
                        app 1-1
                          requires zlib, lib
                        lib 1-1
                          requires zlib
                        zlib 1-1
                        """).solve("app");
        assertThat(names(solution.packages())).containsExactly("zlib", "lib", "app");
    }

    @Test
    void goes_by_name_where_dependencies_leave_a_choice() {
        Solution solution = Universe.rpm("""
                        c 1-1
                        a 1-1
                        d 1-1
                          requires a
                        b 1-1
                        """).solve("c, d, b");
        assertThat(names(solution.packages())).containsExactly("a", "b", "c", "d");
    }

    @Test
    void breaks_a_cycle_where_no_pre_requirement_is_hurt() {
        Solution solution = Universe.rpm("""
                        a 1-1
                          pre b
                        b 1-1
                          requires c
                        c 1-1
                          requires a
                        """).solve("a");
        // b and c need what comes later; a, whose scriptlet needs b, comes behind b.
        assertThat(names(solution.packages())).containsSubsequence("b", "a");
        assertThat(names(solution.packages())).containsExactly("b", "a", "c");
    }

    @Test
    void a_cycle_of_pre_requirements_is_broken_all_the_same() {
        Solution solution = Universe.rpm("""
                        a 1-1
                          pre b
                        b 1-1
                          pre a
                        """).solve("a");
        assertThat(names(solution.packages())).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_closure_is_what_a_package_needs_and_nothing_else() {
        Solution solution = Universe.rpm("""
                        app 1-1
                          requires lib
                        lib 1-1
                          requires (zlib or other)
                        zlib 1-1
                        tool 1-1
                          requires lib
                        """).solve("app, tool");
        assertThat(names(solution.closure(solution.named("app").orElseThrow()))).containsExactly("zlib", "lib", "app");
        RpmPackage stranger = Universe.rpm("stranger 1-1").packages().getFirst();
        assertThatThrownBy(() -> solution.closure(stranger)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chunks_begin_with_essential_packages_and_follow_the_request() {
        Universe universe = Universe.rpm("""
                base 1-1
                  essential
                  requires libc
                libc 1-1
                podman 1-1
                  requires conmon, libc
                  recommends helper
                conmon 1-1
                  requires glib
                glib 1-1
                ssh 1-1
                  requires glib
                helper 1-1
                """);
        Request request = Request.named("podman", "ssh").withRecommends(true);
        Solution solution = new Solver(universe).solve(request);
        assertThat(chunks(solution, "podman", "ssh"))
                .containsExactly(
                        List.of("libc", "base"),
                        List.of("glib", "conmon", "podman"),
                        List.of("ssh"),
                        List.of("helper"));
        assertThat(chunks(solution, "ssh", "podman"))
                .containsExactly(
                        List.of("libc", "base"),
                        List.of("glib", "ssh"),
                        List.of("conmon", "podman"),
                        List.of("helper"));
        assertThatThrownBy(() -> chunks(solution, "glib")).hasMessageContaining("glib was not asked for");
    }

    @Test
    void a_chunk_needs_nothing_that_comes_after_it() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            text.append("p")
                    .append(i)
                    .append(" 1-1\n  requires p")
                    .append(i * 7 % 60)
                    .append(", p")
                    .append(i * 13 % 60)
                    .append("\n  pre p")
                    .append(i / 2)
                    .append('\n');
        }
        Solution solution = Universe.rpm(text.toString()).solve("p10, p59, p3");
        List<List<String>> chunks = chunks(solution, "p10", "p59", "p3");
        List<String> flat = chunks.stream().flatMap(List::stream).toList();
        assertThat(flat).doesNotHaveDuplicates().hasSameSizeAs(solution.packages());
        for (RpmPackage one : solution.packages()) {
            int chunk = chunkOf(chunks, one.name());
            for (RpmPackage needed : solution.closure(one)) {
                assertThat(chunkOf(chunks, needed.name())).isLessThanOrEqualTo(chunk);
            }
        }
    }

    private static int chunkOf(List<List<String>> chunks, String name) {
        for (int i = 0; i < chunks.size(); i++) {
            if (chunks.get(i).contains(name)) {
                return i;
            }
        }
        throw new AssertionError(name + " is in no chunk");
    }
}
