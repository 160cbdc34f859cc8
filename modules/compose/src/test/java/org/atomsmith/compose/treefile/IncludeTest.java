package org.atomsmith.compose.treefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How treefiles are merged, and which. */
class IncludeTest {
    @TempDir
    Path directory;

    private Desk desk;

    @BeforeEach
    void setUp() {
        desk = new Desk(directory);
    }

    private static List<String> values(List<Located<String>> located) {
        return located.stream().map(Located::value).toList();
    }

    @Test
    void joins_lists_with_included_files_first_and_later_ones_before_earlier_ones() {
        desk.with("a.yaml", "packages: [a]\npostprocess: [echo a]\netc-group-members: [a]\n")
                .with("b.yaml", "packages: [b]\npostprocess: [echo b]\ninclude: sub/c.yaml\netc-group-members: [b]\n")
                .with("sub/c.yaml", "packages: [c]\npostprocess: [echo c]\n");
        Treefile treefile = desk.host("include: [a.yaml, b.yaml]\npackages: [h]\npostprocess: [echo h]\n");
        assertThat(values(treefile.content().postprocess())).containsExactly("echo c", "echo b", "echo a", "echo h");
        assertThat(values(treefile.packages().install())).containsExactly("c", "b", "a", "h");
        assertThat(values(treefile.system().etcGroupMembers())).containsExactly("b", "a");
        assertThat(treefile.sources())
                .containsExactly(
                        desk.path("host.yaml"), desk.path("a.yaml"), desk.path("b.yaml"), desk.path("sub/c.yaml"));
        assertThat(treefile.packages().install().getFirst().at()).hasToString(desk.path("sub/c.yaml") + ":1:12");
    }

    @Test
    void lets_the_including_file_win_in_scalars_and_merges_mappings() {
        desk.with("a.yaml", """
                recommends: false
                default-target: a.target
                metadata: {a: 1, both: a}
                updates: {url: 'https://a.example/', verify: false}
                """);
        Treefile treefile = desk.host("""
                include: a.yaml
                default-target: h.target
                metadata: {both: h, h: [true, 1.5]}
                updates: {remote: r}
                """.replace("updates: {remote: r}", ""));
        assertThat(treefile.packages().recommends()).isFalse();
        assertThat(treefile.system().defaultTarget().orElseThrow().value()).isEqualTo("h.target");
        assertThat(treefile.metadata()).isEqualTo(Map.of("a", 1L, "both", "h", "h", List.of(true, 1.5)));
        assertThat(treefile.updates().orElseThrow().remote().value()).isEqualTo("host");
    }

    @Test
    void includes_by_architecture_after_include() {
        desk.with("a.yaml", "packages: [a]\n").with("x.yaml", "packages: [x]\n").with("y.yaml", "packages: [y]\n");
        Treefile treefile = desk.host("""
                arch-include:
                  x86_64: [x.yaml, y.yaml]
                  s390x: none.yaml
                include: a.yaml
                packages-x86_64: [z]
                packages-s390x: [zipl]
                bootstrap_packages: [old]
                packages: [h]
                """);
        assertThat(values(treefile.packages().install())).containsExactly("y", "x", "a", "h", "old", "z");
    }

    @Test
    void includes_under_conditions() {
        desk.with("yes.yaml", "packages: [yes]\n").with("also.yaml", "packages: [also]\n");
        Treefile treefile = desk.host("""
                variables: {stream: stable, prod: true, n: 7}
                releasever: 13
                conditional-include:
                  - if: [stream == "stable", prod != false, n > 6, n >= 7, n < 8, n<=7, basearch=="x86_64", releasever == 13]
                    include: [yes.yaml, also.yaml]
                  - if: ['prod == true', 'n == 8']
                    include: none.yaml
                  - if: stream != "testing"
                    include:
                      packages: [inline]
                      recommends: false
                """);
        assertThat(values(treefile.packages().install())).containsExactly("also", "yes", "inline");
        assertThat(treefile.packages().recommends()).isFalse();
        assertThat(treefile.variables())
                .isEqualTo(
                        Map.of("basearch", "x86_64", "n", "7", "prod", "true", "releasever", "13", "stream", "stable"));
    }

    @Test
    void lets_conditions_see_the_variables_of_including_files() {
        desk.with("base.yaml", """
                variables: {prod: true, own: 1}
                conditional-include:
                  - {if: prod == false, include: dev.yaml}
                  - {if: own == 1, include: own.yaml}
                """).with("dev.yaml", "packages: [dev]\n").with("own.yaml", "packages: [own]\n");
        Treefile treefile = desk.host("variables: {prod: false}\ninclude: base.yaml\n");
        assertThat(values(treefile.packages().install())).containsExactly("own", "dev");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'prd == true'    | host.yaml:5:9: undefined variable 'prd' (did you mean 'prod'?)
            'flavour == 1'   | host.yaml:5:9: undefined variable 'flavour'; define it under 'variables'
            'prod'           | host.yaml:5:9: not a condition: 'prod'; write: variable operator value, as in 'stream == "stable"' or 'releasever >= 13'
            'prod = true'    | host.yaml:5:9: not a condition: 'prod = true'; write: variable operator value, as in 'stream == "stable"' or 'releasever >= 13'
            'prod == 1'      | host.yaml:5:9: 'prod' is true or false, but it is compared with a number
            'n == "7"'       | host.yaml:5:9: 'n' is a number, but it is compared with a string; write the number without quotes
            'stream == 7'    | host.yaml:5:9: 'stream' is a string, but it is compared with a number; put the number in double quotes
            'prod > true'    | host.yaml:5:9: '>' compares numbers, 'prod' is true or false; use == or !=
            5                | host.yaml:5:9: an entry of 'conditional-include.if' must be a string or a list of strings, found the number 5
            """)
    void tells_what_is_wrong_with_a_condition(String condition, String message) {
        desk.with("a.yaml", "");
        assertThat(desk.wrongIn("""
                variables: {prod: true, n: 7, stream: a}
                conditional-include:
                  - if: %s
                    include: none.yaml
                """.formatted(condition))).isEqualTo(message);
    }

    @Test
    void tells_what_is_wrong_with_a_conditional_include() {
        assertThat(desk.wrongIn("conditional-include: [{if: a == 1}]\n"))
                .isEqualTo("host.yaml:3:23: an entry of 'conditional-include' has no 'include'; add it");
        assertThat(desk.wrongIn("conditional-include: {if: a == 1}\n"))
                .isEqualTo("host.yaml:3:22: 'conditional-include' must be a list of mappings, found a mapping");
        assertThat(desk.wrongIn("""
                variables: {a: 1}
                conditional-include:
                  - if: a == 1
                    include: {include: b.yaml, variables: {b: 1}, pakages: [a]}
                """)).isEqualTo("""
                        host.yaml:6:51: unknown key 'pakages' (did you mean 'packages'?)
                        host.yaml:6:24: 'include' cannot stand in a treefile in place; give it a file of its own
                        host.yaml:6:43: 'variables' cannot stand in a treefile in place; give it a file of its own""");
    }

    @Test
    void tells_where_an_included_file_was_looked_for() {
        desk.with("sub/a.yaml", "include: b.yaml\n");
        assertThat(desk.wrongIn("include: sub/a.yaml\n").replace(directory + "/", ""))
                .isEqualTo("sub/a.yaml:1:10: included file 'b.yaml' not found: looked at sub/b.yaml; check the name");
        assertThat(desk.wrong("none.yaml").replace(directory + "/", ""))
                .isEqualTo("none.yaml: no such treefile: looked at none.yaml; check the name");
        assertThat(desk.wrong("sub").replace(directory + "/", "")).isEqualTo("sub: cannot read sub: it is a directory");
        assertThat(desk.wrongIn("include: \"a\\0b\"\n")).isEqualTo("host.yaml:3:10: 'a\0b' is no path");
    }

    @Test
    void refuses_a_file_that_is_included_twice() {
        desk.with("a.yaml", "include: c.yaml\n")
                .with("b.yaml", "include: ./c.yaml\n")
                .with("c.yaml", "name: c\n");
        assertThat(desk.wrongIn("include: [a.yaml, b.yaml]\n").replace(directory + "/", ""))
                .isEqualTo("b.yaml:1:10: 'c.yaml' is included twice: first at a.yaml:1:10; remove one");
        assertThat(desk.wrongIn("include: host.yaml\n").replace(directory + "/", ""))
                .isEqualTo("host.yaml:3:10: 'host.yaml' is included twice: it is the first one; remove one");
    }

    @Test
    void refuses_an_endless_chain_of_includes() {
        for (int i = 0; i < 100; i++) {
            desk.with(i + ".yaml", "include: " + (i + 1) + ".yaml\n");
        }
        desk.with("100.yaml", "name: x\n");
        assertThat(desk.wrongIn("include: 0.yaml\n")).isEqualTo("62.yaml:1:10: more than 64 treefiles");
    }

    @Test
    void tells_the_mistakes_of_every_file() {
        desk.with("a.yaml", "a: [\n").with("b.yaml", "[]\n").with("c.json", "{\"recommends\": 5}");
        assertThat(desk.wrongIn("include: [a.yaml, b.yaml, c.json]\nunitz: 1\n"))
                .isEqualTo("""
                        host.yaml:4:1: unknown key 'unitz' (did you mean 'units'?)
                        a.yaml:2:1: not YAML: expected the node content, but found '<stream end>'; check the indentation and the quotes of this line and of the one before
                        b.yaml:1:1: a treefile is a mapping of keys, found a list; write 'key: value' lines
                        c.json:1:16: 'recommends' must be true or false, found the number 5""");
    }

    @Test
    void replaces_variables_where_the_reference_says_so() {
        desk.with("base.yaml", """
                ref: os/${releasever}/${stream}/${basearch}
                variables: {stream: testing, n: 3, yes: true}
                metadata: {a: "${n}-${yes}", b: ["${n}"]}
                add-commit-metadata: {c: "${stream}", d: 5}
                automatic-version-prefix: ${releasever}.${n}
                mutate-os-release: ${releasever}
                postprocess: ["echo ${n}"]
                """)
                .with("top.yaml", "include: base.yaml\nreleasever: \"13\"\nvariables: {stream: stable}\n");
        Treefile treefile = desk.read("top.yaml");
        assertThat(treefile.ref().value()).isEqualTo("os/13/stable/x86_64");
        assertThat(treefile.metadata()).isEqualTo(Map.of("a", "3-true", "b", List.of("${n}")));
        assertThat(treefile.commitMetadata()).isEqualTo(Map.of("c", "stable", "d", 5L));
        assertThat(treefile.version().orElseThrow().prefix().value()).isEqualTo("13.3");
        assertThat(treefile.system().mutateOsRelease()).contains("13");
        assertThat(values(treefile.content().postprocess())).containsExactly("echo ${n}");
    }

    @Test
    void refuses_an_undefined_variable() {
        desk.with("host.yaml", "variables: {stream: a}\nref: os/${steam}/${x\n");
        assertThat(desk.wrong("host.yaml")).isEqualTo("""
                        host.yaml:2:6: undefined variable '${steam}' in 'os/${steam}/${x' (did you mean 'stream'?)
                        host.yaml:2:6: undefined variable '${x}' in 'os/${steam}/${x'; define it under 'variables'
                        host.yaml:2:6: 'os//' cannot be a branch; use words of letters, digits and - . _ with '/' between them""");
    }
}
