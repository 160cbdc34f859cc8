package org.atomsmith.compose.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.atomsmith.compose.commit.CommitFacts;
import org.atomsmith.compose.lock.Lockfile;
import org.atomsmith.compose.lock.LockfileReader;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.TreefileException;
import org.atomsmith.compose.treefile.TreefileReader;
import org.atomsmith.event.EventSink;
import org.atomsmith.linux.Command;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a treefile wants of RPM repositories, which {@code rpmbuild} and {@code createrepo_c} make. */
class RpmResolutionTest {
    private static final String COMPS = """
            <comps>
              <group><id>core</id><name>The Core</name><packagelist>
                <packagereq type="mandatory">shell</packagereq>
                <packagereq type="mandatory">nowhere</packagereq>
                <packagereq type="default">editor</packagereq>
                <packagereq type="optional">extra</packagereq>
                <packagereq type="conditional" requires="docs">docs-langs</packagereq>
              </packagelist></group>
              <group><id>manuals</id><name>Manuals</name><packagelist>
                <packagereq type="mandatory">docs</packagereq>
              </packagelist></group>
              <environment><id>server</id><name>Server</name>
                <grouplist><groupid>core</groupid></grouplist>
                <optionlist><groupid default="true">manuals</groupid></optionlist>
              </environment>
            </comps>
            """;
    private static final String ADVISORY = """
            <updates>
              <update type="security" from="a" status="stable" version="1">
                <id>TEST-2026-1</id><title>editor</title><severity>Important</severity><issued date="2026-01-01 00:00:00"/>
                <references>
                  <reference href="https://bugs.example/2" id="2" type="bugzilla" title="CVE-2026-0002 more of it"/>
                  <reference href="https://bugs.example/1" id="1" type="bugzilla" title="CVE-2026-0002 editor eats files"/>
                </references>
                <pkglist><collection><package name="editor" version="2.0" release="1" epoch="0" arch="noarch" src="a"/>
                </collection></pkglist>
              </update>
              <update type="bugfix" from="a" status="stable" version="1">
                <id>TEST-2026-2</id><title>editor</title>
                <pkglist><collection><package name="editor" version="2.0" release="1" epoch="0" arch="noarch" src="a"/>
                </collection></pkglist>
              </update>
            </updates>
            """;

    @TempDir
    private static Path made;

    @TempDir
    private Path directory;

    @BeforeAll
    static void make_the_repositories() throws IOException {
        for (String tool : List.of("rpmbuild", "createrepo_c", "modifyrepo_c")) {
            assumeThat(Path.of("/usr/bin", tool)).as("%s is installed", tool).exists();
        }
        build("one", "apps", "1.0", "shell", "editor", "extra", "docs", "docs-langs");
        build("two", "newer", "2.0", "editor");
        Files.writeString(made.resolve("comps.xml"), COMPS);
        Files.writeString(made.resolve("updateinfo.xml"), ADVISORY);
        run(
                "createrepo_c",
                "-q",
                "-g",
                made.resolve("comps.xml").toString(),
                made.resolve("one").toString());
        run(
                "createrepo_c",
                "-q",
                "--revision",
                "1767225600",
                made.resolve("two").toString());
        run(
                "modifyrepo_c",
                made.resolve("updateinfo.xml").toString(),
                made.resolve("two/repodata").toString());
    }

    private static void build(String repository, String source, String version, String... packages) throws IOException {
        StringBuilder spec = new StringBuilder("Name: " + source + "\nVersion: " + version
                + "\nRelease: 1\nSummary: a test\nLicense: MIT\nBuildArch: noarch\n%description\na test\n");
        for (String name : packages) {
            spec.append("%package -n ")
                    .append(name)
                    .append("\nSummary: a test\n%description -n ")
                    .append(name)
                    .append("\na test\n%files -n ")
                    .append(name)
                    .append('\n');
        }
        Path file = Files.writeString(made.resolve(source + ".spec"), spec);
        run(
                "rpmbuild",
                "--quiet",
                "-D_topdir " + made.resolve("build"),
                "-D_rpmdir " + made.resolve(repository),
                "-bb",
                file.toString());
    }

    private static void run(String... command) throws IOException {
        Command.of(List.of(command)).withInheritedEnvironment().runOrThrow();
    }

    private Treefile treefile(String more) throws IOException {
        Files.writeString(directory.resolve("test.repo"), """
                [one]
                baseurl=%s
                gpgcheck=0
                [two]
                baseurl=%s
                gpgcheck=0
                """.formatted(
                        made.resolve("one").toUri(), made.resolve("two").toUri()));
        Files.writeString(directory.resolve("host.yaml"), "ref: a/b\nrepos: [one, two]\n" + more);
        return new TreefileReader("x86_64").read(directory.resolve("host.yaml"));
    }

    private List<Repository> repositories(Treefile treefile) throws IOException {
        return new RepositoryLoader(
                        new DownloadCache(directory.resolve("cache"), false),
                        directory.resolve("metadata"),
                        InstantSource.system(),
                        EventSink.none())
                .load(treefile, Optional.empty());
    }

    private List<String> resolved(String more, Optional<Lockfile> lock) throws IOException {
        Treefile treefile = treefile(more);
        return new Resolver(repositories(treefile), EventSink.none())
                .resolve(treefile, lock).packages().stream()
                        .map(p -> p.name() + "-" + p.evr())
                        .sorted()
                        .toList();
    }

    private List<String> resolved(String more) throws IOException {
        return resolved(more, Optional.empty());
    }

    @Test
    void a_group_is_its_mandatory_and_default_packages_and_conditional_ones_where_they_belong() throws IOException {
        assertThat(resolved("packages: ['@core']\n")).containsExactly("editor-2.0-1", "shell-1.0-1");
        assertThat(resolved("packages: [\"'@The Core'\", docs]\n"))
                .containsExactly("docs-1.0-1", "docs-langs-1.0-1", "editor-2.0-1", "shell-1.0-1");
        assertThat(resolved("packages: ['@core']\nexclude-packages: [editor]\n"))
                .containsExactly("shell-1.0-1");
        assertThat(resolved("packages: ['@^server']\n"))
                .containsExactly("docs-1.0-1", "docs-langs-1.0-1", "editor-2.0-1", "shell-1.0-1");
    }

    @Test
    void a_group_that_nobody_has_is_told_with_near_names() {
        assertThatThrownBy(() -> resolved("packages: ['@cor']\n"))
                .isInstanceOf(TreefileException.class)
                .hasMessageContaining("host.yaml:3:12: no repository has the group 'cor' (did you mean '@core'?)");
        assertThatThrownBy(() -> resolved("packages: ['@^serve']\n"))
                .hasMessageContaining("no repository has the environment 'serve' (did you mean '@^server'?)");
    }

    @Test
    void packages_of_one_repository_are_taken_from_there_whatever_others_have() throws IOException {
        assertThat(resolved("packages: [shell editor]\n")).containsExactly("editor-2.0-1", "shell-1.0-1");
        assertThat(resolved("packages: [shell]\nrepo-packages: [{repo: one, packages: [editor]}]\n"))
                .containsExactly("editor-1.0-1", "shell-1.0-1");
        assertThatThrownBy(() -> resolved("repo-packages: [{repo: two, packages: [shell]}]\n"))
                .hasMessageContaining("host.yaml:3:40: the repository 'two' has no package 'shell'");
        assertThatThrownBy(() -> resolved("repo-packages: [{repo: tow, packages: [shell]}]\n"))
                .hasMessageContaining(
                        "host.yaml:3:24: the repository 'tow' is not among those of 'repos' (did you mean 'two'?)");
    }

    @Test
    void a_lockfile_fixes_packages_by_their_source() throws IOException {
        Path lock = Files.writeString(
                directory.resolve("lock.yaml"), "packages: {}\nsource-packages: {apps: {evr: 1.0-1}}\n");
        assertThat(resolved("packages: [editor]\n", Optional.of(new LockfileReader().read(lock))))
                .containsExactly("editor-1.0-1");
    }

    @Test
    void a_commit_tells_its_repositories_and_the_advisories_that_its_packages_answer() throws IOException {
        Treefile treefile = treefile("packages: [editor]\nrepo-metadata: inline\nadvisories-metadata: detached\n");
        List<Repository> repositories = repositories(treefile);
        CommitFacts facts = CommitFacts.of(
                treefile.facts(),
                repositories,
                new Resolver(repositories, EventSink.none())
                        .resolve(treefile, Optional.empty()).packages().stream()
                                .map(p -> p.nevra())
                                .toList());
        assertThat(String.valueOf(facts.inline().get("rpmostree.rpmmd-repos")))
                .contains("value=one", "value=two", "value=timestamp", "bits=1767225600");
        assertThat(facts.detached().get("rpmostree.advisories"))
                .isEqualTo(Variant.parseText("[('TEST-2026-1', uint32 1, uint32 3, ['editor-2.0-1.noarch'], "
                        + "{'cve_references': <[('https://bugs.example/1', 'CVE-2026-0002 editor eats files')]>})]"));
        assertThat(facts.inline()).doesNotContainKey("rpmostree.advisories");
    }
}
