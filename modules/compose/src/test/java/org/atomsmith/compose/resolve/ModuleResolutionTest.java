package org.atomsmith.compose.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.compose.treefile.TreefileReader;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.linux.Command;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.solver.UnsolvableException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of modules, in repositories that {@code rpmbuild} and {@code createrepo_c} make; dnf chooses the same. */
class ModuleResolutionTest {
    private static final String MODULES = """
            ---
            document: modulemd
            version: 2
            data:
              name: node
              stream: "12"
              version: 1
              context: aaaa
              arch: noarch
              summary: Node 12
              description: Node 12
              license: {module: [MIT]}
              dependencies: [{requires: {platform: [el9]}}]
              profiles: {common: {rpms: [node, npm]}, minimal: {rpms: [node]}}
              artifacts: {rpms: ["node-0:12.0-1.noarch", "npm-0:12.0-1.noarch"]}
            ---
            document: modulemd
            version: 2
            data:
              name: node
              stream: "14"
              version: 1
              context: bbbb
              arch: noarch
              summary: Node 14
              description: Node 14
              license: {module: [MIT]}
              dependencies: [{requires: {platform: [el9]}}]
              profiles: {common: {rpms: [node]}}
              artifacts: {rpms: ["node-0:14.0-1.noarch"]}
            ---
            document: modulemd
            version: 2
            data:
              name: tool
              stream: "1"
              version: 1
              context: cccc
              arch: noarch
              summary: A tool
              description: A tool
              license: {module: [MIT]}
              dependencies: [{requires: {platform: [el9], node: ["14"]}}]
              profiles: {common: {rpms: [tool]}}
              artifacts: {rpms: ["tool-0:1.0-1.noarch"]}
            ---
            document: modulemd
            version: 2
            data:
              name: old
              stream: "1"
              version: 1
              context: dddd
              arch: noarch
              summary: For an old platform
              description: For an old platform
              license: {module: [MIT]}
              dependencies: [{requires: {platform: [el8]}}]
              artifacts: {rpms: ["tool-0:3.0-1.noarch"]}
            ---
            document: modulemd-defaults
            version: 1
            data:
              module: node
              stream: "12"
              profiles: {"12": [minimal], "14": [common]}
            ---
            document: modulemd-obsoletes
            version: 1
            data:
              module: node
              stream: "12"
              modified: 2026-01-01T00:00Z
              message: no more fixes
              obsoleted_by: {module: node, stream: "14"}
            """;

    @TempDir
    private static Path made;

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();

    @BeforeAll
    static void make_the_repositories() throws IOException {
        for (String tool : List.of("rpmbuild", "createrepo_c", "modifyrepo_c")) {
            assumeThat(Path.of("/usr/bin", tool)).as("%s is installed", tool).exists();
        }
        build("base", "node", "20.0", "");
        build("base", "node-fork", "1.0", "Provides: node = 30");
        build("base", "app", "1.0", "Requires: node");
        build("base", "tool", "2.0", "");
        build("base", "node", "12.0", "");
        build("base", "npm", "12.0", "Requires: node = 12.0");
        build("base", "node", "14.0", "");
        build("base", "tool", "1.0", "");
        build("base", "tool", "3.0", "");
        build("hotfix", "node", "12.1", "");
        Files.writeString(made.resolve("modules.yaml"), MODULES);
        for (String repository : List.of("base", "hotfix")) {
            run("createrepo_c", "-q", made.resolve(repository).toString());
        }
        run(
                "modifyrepo_c",
                "--mdtype=modules",
                made.resolve("modules.yaml").toString(),
                made.resolve("base/repodata").toString());
    }

    private static void build(String repository, String name, String version, String more) throws IOException {
        Path file = Files.writeString(
                made.resolve(name + ".spec"),
                "Name: " + name + "\nVersion: " + version + "\nRelease: 1\nSummary: a test\nLicense: MIT\n"
                        + "BuildArch: noarch\n" + more + "\n%description\na test\n%files\n");
        run(
                "rpmbuild",
                "--quiet",
                "-D_topdir " + made.resolve("build"),
                "-D_rpmdir " + made.resolve(repository),
                "-bb",
                file.toString());
    }

    private static String run(String... command) throws IOException {
        return Command.of(List.of(command))
                .withInheritedEnvironment()
                .withErrorsInOutput()
                .runOrThrow()
                .output();
    }

    private List<String> resolved(String more, String repos) throws IOException {
        Files.writeString(directory.resolve("test.repo"), """
                [base]
                baseurl=%s
                gpgcheck=0
                [hotfix]
                baseurl=%s
                gpgcheck=0
                module_hotfixes=1
                """.formatted(
                        made.resolve("base").toUri(), made.resolve("hotfix").toUri()));
        Files.writeString(directory.resolve("host.yaml"), "ref: a/b\nrepos: [" + repos + "]\n" + more);
        Treefile treefile = new TreefileReader("x86_64").read(directory.resolve("host.yaml"));
        RepositoryLoader loader = new RepositoryLoader(
                new DownloadCache(directory.resolve("cache"), false),
                directory.resolve("metadata"),
                InstantSource.system(),
                EventSink.none());
        return new Resolver(loader.load(treefile, Optional.empty()), this::warn)
                .resolve(treefile, Optional.empty()).packages().stream()
                        .map(p -> p.name() + "-" + p.evr())
                        .sorted()
                        .toList();
    }

    private void warn(Event event) {
        if (event instanceof Event.Warning warning) {
            warnings.add(warning.message());
        }
    }

    private List<String> resolved(String more) throws IOException {
        return resolved(more, "base");
    }

    @Test
    void the_default_stream_hides_packages_of_its_names_and_what_provides_them() throws IOException {
        assertThat(resolved("packages: [app]\n")).containsExactly("app-1.0-1", "node-12.0-1");
        assertThat(resolved("packages: [node]\n")).containsExactly("node-12.0-1");
        assertThatThrownBy(() -> resolved("packages: [node-fork]\n"))
                .isInstanceOf(TreefileException.class)
                .hasMessageContaining("no repository has a package 'node-fork'");
    }

    @Test
    void an_enabled_stream_takes_the_place_of_the_default_one() throws IOException {
        assertThat(resolved("packages: [app]\nmodules: {enable: ['node:14']}\n"))
                .containsExactly("app-1.0-1", "node-14.0-1");
        assertThatThrownBy(() -> resolved("packages: [npm]\nmodules: {enable: ['node:14']}\n"))
                .hasMessageContaining("host.yaml:3:12: the package 'npm' is in streams of modules that are not enabled;"
                        + " enable node:12 under 'modules'");
    }

    @Test
    void streams_that_are_not_enabled_hide_only_their_own_packages() throws IOException {
        assertThat(resolved("packages: [tool]\n")).containsExactly("tool-2.0-1");
        assertThat(resolved("packages: [node]\nmodules: {disable: [node]}\n")).containsExactly("node-20.0-1");
    }

    @Test
    void a_stream_brings_those_that_it_requires() throws IOException {
        assertThat(resolved("packages: [app, tool]\nmodules: {enable: ['tool:1']}\n"))
                .containsExactly("app-1.0-1", "node-14.0-1", "tool-1.0-1");
        assertThatThrownBy(() -> resolved("packages: [app]\nmodules: {enable: ['tool:1', 'node:12']}\n"))
                .isInstanceOf(UnsolvableException.class)
                .hasMessageContaining("tool:1:cccc")
                .hasMessageContaining("node:12:aaaa");
    }

    @Test
    void profiles_are_installed() throws IOException {
        assertThat(resolved("packages: [app]\nmodules: {install: ['node:12/common']}\n"))
                .containsExactly("app-1.0-1", "node-12.0-1", "npm-12.0-1");
        assertThat(resolved("packages: [app]\nmodules: {install: [node]}\n"))
                .containsExactly("app-1.0-1", "node-12.0-1");
        assertThatThrownBy(() -> resolved("packages: [app]\nmodules: {install: ['node:12/comon']}\n"))
                .hasMessageContaining("'node:12/comon' has no profile 'comon' (did you mean 'common'?)");
        assertThatThrownBy(() -> resolved("packages: [app]\nmodules: {install: ['tool:1']}\n"))
                .hasMessageContaining("'tool:1' has no default profile; name one of common");
    }

    @Test
    void the_platform_decides_which_builds_there_are() throws IOException {
        assertThat(resolved("packages: [tool]\nmodules: {enable: ['old:1']}\nplatform-module: platform:el8\n"))
                .containsExactly("tool-3.0-1");
        assertThatThrownBy(() ->
                        resolved("packages: [tool]\nmodules: {enable: ['old:1']}\nplatform-module: platform:el9\n"))
                .isInstanceOf(UnsolvableException.class)
                .hasMessageContaining("module(platform:el8)");
        assertThatThrownBy(() -> resolved("packages: [tool]\nplatform-module: el9\n"))
                .hasMessageContaining("'el9' is no platform of modules; write platform:STREAM");
    }

    @Test
    void packages_of_a_repository_of_hotfixes_stand_beside_those_of_streams() throws IOException {
        assertThat(resolved("packages: [app]\n", "base, hotfix")).containsExactly("app-1.0-1", "node-12.1-1");
    }

    @Test
    void the_end_of_a_stream_is_told() throws IOException {
        resolved("packages: [app]\n");
        assertThat(warnings)
                .containsExactly(
                        "the stream node:12 of a module is at its end: no more fixes; its successor is node:14");
    }

    @Test
    void what_is_not_there_is_named() {
        assertThatThrownBy(() -> resolved("packages: [app]\nmodules: {enable: ['nod:14']}\n"))
                .hasMessageContaining("no repository has the module 'nod' (did you mean 'node'?)");
        assertThatThrownBy(() -> resolved("packages: [app]\nmodules: {enable: ['node:16']}\n"))
                .hasMessageContaining("the module 'node' has no stream '16'; there are node:12, node:14");
        assertThatThrownBy(() -> resolved("packages: [app]\nmodules: {enable: [node]}\n"))
                .hasMessageContaining("'node' is no stream of a module; write name:stream");
        assertThatThrownBy(() -> resolved("packages: [node]\nmodules: {enable: ['node:14']}\n", "hotfix"))
                .hasMessageContaining("the repositories have no modules");
    }

    private List<String> onHost(String name) throws IOException {
        Path definitions = Files.createDirectories(directory.resolve("root/etc/yum.repos.d"));
        Files.writeString(
                definitions.resolve("test.repo"),
                "[base]\nbaseurl=" + made.resolve("base").toUri() + "\ngpgcheck=0\n");
        HostRepositories host = new HostRepositories(
                List.of(definitions),
                directory.resolve("root"),
                directory.resolve("metadata"),
                new DownloadCache(directory.resolve("cache"), false),
                InstantSource.system(),
                this::warn);
        List<Repository> repositories = host.open("rpm", "x86_64");
        assertThat(repositories)
                .hasSize(1)
                .allSatisfy(r -> assertThat(r)
                        .isInstanceOfSatisfying(
                                ModularView.class,
                                view -> assertThat(view.streamsWith("npm")).containsExactly("node:12")));
        return repositories.getFirst().named(name).stream()
                .map(p -> p.name() + "-" + p.evr())
                .sorted()
                .toList();
    }

    private void state(String module, String text) throws IOException {
        Files.writeString(
                Files.createDirectories(directory.resolve("root/etc/dnf/modules.d"))
                        .resolve(module + ".module"),
                text);
    }

    /** What dnf wrote down, or a compose with the same choice. */
    @Test
    void a_host_sees_the_streams_that_it_has_chosen() throws IOException {
        assertThat(onHost("node")).containsExactly("node-12.0-1");
        assertThat(onHost("npm")).containsExactly("npm-12.0-1");
        assertThat(onHost("node-fork")).isEmpty();
        state("node", "[node]\nname=node\nstream=14\nprofiles=\nstate=enabled\n\n");
        assertThat(onHost("node")).containsExactly("node-14.0-1");
        assertThat(onHost("npm")).isEmpty();
        state("node", "[node]\nname=node\nstream=\nprofiles=\nstate=disabled\n");
        assertThat(onHost("node")).containsExactly("node-20.0-1");
    }

    @Test
    void a_host_is_told_what_is_wrong_with_its_choice() throws IOException {
        Files.createDirectories(directory.resolve("root/etc"));
        Files.writeString(directory.resolve("root/etc/os-release"), "ID=el\nPLATFORM_ID=\"platform:el9\"\n");
        state("gone", "[gone]\nstream=3\nstate=enabled\n");
        onHost("node");
        assertThat(warnings)
                .contains("/etc/dnf/modules.d/gone.module enables the stream gone:3, which no repository has");
        state("old", "[old]\nstream=1\nstate=enabled\n");
        assertThatThrownBy(() -> onHost("node"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the streams of modules that /etc/dnf/modules.d enables do not go together")
                .hasMessageContaining("module(platform:el8)");
    }

    @Tag("slow")
    @Test
    void dnf_chooses_the_same() throws IOException {
        assumeThat(Path.of("/usr/bin/dnf")).as("dnf is installed").exists();
        for (List<String> enabled : List.of(List.<String>of(), List.of("node:14"), List.of("tool:1"))) {
            for (String wanted : List.of("app", "node tool")) {
                for (String repos : List.of("base", "base,hotfix")) {
                    assertThat(resolved(
                                    "packages: [" + wanted.replace(' ', ',') + "]\nplatform-module: platform:el9\n"
                                            + "modules: {enable: "
                                            + enabled.stream()
                                                    .map(s -> "'" + s + "'")
                                                    .toList() + "}\n",
                                    repos))
                            .as("%s with %s of %s", wanted, enabled, repos)
                            .isEqualTo(dnf(enabled, wanted, repos));
                }
            }
        }
    }

    private List<String> dnf(List<String> enabled, String wanted, String repos) throws IOException {
        Path root = Files.createTempDirectory(directory, "root");
        List<String> dnf = List.of(
                "dnf",
                "-y",
                "--installroot=" + root,
                "--setopt=reposdir=" + directory,
                "--setopt=cachedir=" + root.resolve("cache"),
                "--setopt=module_platform_id=platform:el9",
                "--releasever=9",
                "--disablerepo=*",
                "--enablerepo=" + repos);
        if (!enabled.isEmpty()) {
            List<String> enable = new ArrayList<>(dnf);
            enable.addAll(List.of("module", "enable"));
            enable.addAll(enabled);
            run(enable.toArray(String[]::new));
        }
        List<String> install = new ArrayList<>(dnf);
        install.addAll(List.of("--assumeno", "install"));
        install.addAll(List.of(wanted.split(" ")));
        String output = Command.of(install)
                .withInheritedEnvironment()
                .withErrorsInOutput()
                .run()
                .output();
        Matcher row = Pattern.compile("(?m)^ (\\S+)\\s+noarch\\s+(\\S+)\\s+(?:base|hotfix)\\s")
                .matcher(output);
        List<String> picked = new ArrayList<>();
        while (row.find()) {
            picked.add(row.group(1) + "-" + row.group(2));
        }
        assertThat(picked).as(output).isNotEmpty();
        return picked.stream().sorted().toList();
    }
}
