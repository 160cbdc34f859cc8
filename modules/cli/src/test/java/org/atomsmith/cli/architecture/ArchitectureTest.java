package org.atomsmith.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The design of docs/architecture.md, held: which module may use which, and no cycles. */
class ArchitectureTest {
    private static JavaClasses classes;
    private static Poms poms;

    @BeforeAll
    static void read() throws IOException {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.atomsmith");
        poms = Poms.read(Path.of("../.."));
    }

    @Test
    void a_module_uses_only_those_that_it_has_a_reason_to_use() {
        for (String module : poms.modules()) {
            Set<String> allowed = targets(module);
            String[] others = poms.modules().stream()
                    .filter(other -> !other.equals(module) && !allowed.contains(other))
                    .map(ArchitectureTest::packages)
                    .toArray(String[]::new);
            if (others.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(packages(module))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others)
                        .because(module + " may use " + allowed + " only; a new edge needs a line in Edge.ALL")
                        .allowEmptyShould(true)
                        .check(classes);
            }
        }
    }

    @Test
    void the_poms_declare_no_edge_without_a_reason() {
        poms.dependencies()
                .forEach((module, needed) -> assertThat(targets(module))
                        .as("the edges of %s in Edge.ALL", module)
                        .containsAll(needed));
    }

    @Test
    void every_edge_is_one_that_the_poms_make_possible() {
        for (Edge edge : Edge.ALL) {
            assertThat(poms.reachable(edge.from()))
                    .as("what %s's pom brings, for: %s", edge.from(), edge.reason())
                    .contains(edge.to());
        }
    }

    @Test
    void the_architecture_page_shows_every_edge_with_its_reason() throws IOException {
        String page = Files.readString(Path.of("../../docs/architecture.md"));
        assertThat(Edge.ALL).allSatisfy(edge -> assertThat(page).contains(edge.line()));
        assertThat(page.lines().filter(line -> line.matches("\\| `[a-z]+` \\| `[a-z]+` \\| .*")))
                .as("rows of the table of edges")
                .hasSameSizeAs(Edge.ALL);
    }

    @Test
    void modules_form_no_cycle() {
        slices().matching("org.atomsmith.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("org.atomsmith.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void only_the_command_line_knows_picocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packages("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(classes);
    }

    @Test
    void only_the_wiring_of_compose_knows_that_a_repository_is_debians() {
        Set<String> users = Edge.ALL.stream()
                .filter(edge -> edge.to().equals("deb"))
                .map(Edge::from)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(users).containsExactly("compose");
    }

    @Test
    void every_module_has_classes_to_look_at() {
        Set<String> seen = classes.stream()
                .map(type -> type.getPackageName().split("\\.", -1))
                .filter(parts -> parts.length > 2)
                .map(parts -> parts[2])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(seen).isEqualTo(poms.modules());
    }

    private static Set<String> targets(String module) {
        return Edge.ALL.stream()
                .filter(edge -> edge.from().equals(module))
                .map(Edge::to)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String packages(String module) {
        return "org.atomsmith." + module + "..";
    }
}
