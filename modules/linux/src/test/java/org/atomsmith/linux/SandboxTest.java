package org.atomsmith.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
    @TempDir
    Path directory;

    private CommandResult scenario(String... unshare) throws IOException {
        Assumptions.assumeTrue(Programs.find("bwrap").isPresent(), "bubblewrap is not installed");
        return Command.of("unshare", unshare)
                .withArguments(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SandboxScenario.class.getName(),
                        directory.toString()))
                .withInheritedEnvironment()
                .run();
    }

    @Test
    void works_as_root_in_a_mount_namespace() throws IOException {
        Assumptions.assumeTrue(Namespaces.current().isMachineRoot(), "needs root");
        CommandResult result = scenario("--mount", "--propagation", "private");
        assertThat(result.exit()).as(result.lastLines(30)).isZero();
        assertThat(result.output()).endsWith("scenario passed\n");
    }

    @Test
    void works_as_an_ordinary_user_with_a_subordinate_range() throws IOException {
        Assumptions.assumeFalse(Namespaces.current().isMachineRoot(), "needs an ordinary user");
        Command probe = Command.of("unshare", "--user", "--map-auto", "--map-root-user", "--mount", "true");
        Assumptions.assumeTrue(probe.withInheritedEnvironment().run().succeeded(), "the user has no subordinate range");
        CommandResult result = scenario("--user", "--map-auto", "--map-root-user", "--mount");
        assertThat(result.exit()).as(result.lastLines(30)).isZero();
        assertThat(result.output()).endsWith("scenario passed\n");
    }

    @Test
    void refuses_to_mount_where_the_machine_would_see_it() throws IOException {
        Assumptions.assumeFalse(Namespaces.current().canBuildTrees(), "this namespace is the process's own");
        Sandbox.Spec spec = Sandbox.Spec.of(List.of(directory), directory.resolve("upper"), directory.resolve("work"));
        assertThatThrownBy(() -> Sandbox.open(spec))
                .isInstanceOf(NamespaceException.class)
                .hasMessageContaining("unshare");
    }

    @Test
    void a_user_without_a_subordinate_range_learns_how_to_get_one() {
        assertThatThrownBy(() -> new Namespaces(0, true, true, 1).requireTreeBuilding())
                .hasMessageContaining("has 1 user number,")
                .hasMessageContaining("usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ");
    }

    @Test
    void a_bind_stays_inside_the_tree() {
        for (String target : List.of("usr", "/", "/../x", "/a/../../b", "")) {
            assertThatThrownBy(() -> Bind.readOnly(directory, target)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
