package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.Namespaces;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RPM packages with every kind of scriptlet, composed; rpm, with the same packages in a root of its own, is the judge. */
@Tag("slow")
class MiniDistributionTest {
    private static final String LOG = "/usr/minidist.log";
    private static final List<String> NAMES = List.of(
            "filesystem",
            "setup",
            "glibc",
            "bash",
            "systemd",
            "shadow-utils",
            "alternatives",
            "minid",
            "webd",
            "ed-one",
            "ed-two",
            "dracut",
            "kernel-core",
            "kernel-modules",
            "man-db",
            "moved",
            "minidist-release");
    /** What is not run in an image: docs/rpm.md. */
    private static final List<String> SKIPPED =
            List.of("posttrans(kernel-core) ", "transfiletriggerin(systemd) ", "transfiletriggerin(man-db) ");

    private static final String TOOL = """
            Name: tool
            Version: 1
            Release: 1
            Summary: A tool
            License: MIT
            Requires(pre): minidist-release
            AutoReqProv: no
            %description
            A tool.
            %install
            mkdir -p %{buildroot}/usr/share/tool
            echo tool > %{buildroot}/usr/share/tool/tool
            %post
            echo "post(tool) $1:" >> /usr/minidist.log
            %files
            /usr/share/tool
            """;
    private static final String BROKEN = """
            Name: broken
            Version: 1
            Release: 1
            Summary: Cannot be installed
            License: MIT
            Requires(pre): minidist-release
            AutoReqProv: no
            %description
            x
            %package lua
            Summary: Nor this
            Requires(pre): minidist-release
            AutoReqProv: no
            %description lua
            x
            %pre
            echo "looking for the moon"
            cat /usr/share/moon
            exit 23
            %files
            %post lua -p <lua>
            print("counting to three")
            local all = {1, 2}
            error("there is no " .. #all + 1)
            %files lua
            """;

    @TempDir
    private static Path directory;

    private static MiniDistribution mini;

    @BeforeAll
    static void make_the_distribution() throws IOException {
        assumeTrue(Namespaces.current().isMachineRoot(), "rpm installs into another root as root only");
        mini = new MiniDistribution(directory.resolve("mini"), launcher());
        mini.add(TOOL);
    }

    private static Path launcher() {
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.isExecutable(p.resolve("atomsmith"))) {
                return p.resolve("atomsmith");
            }
        }
        throw new IllegalStateException("no launcher above the working directory");
    }

    private static CommandResult compose(String wanted, String cache) throws IOException {
        CommandResult result = mini.compose(wanted, cache);
        assertThat(result.exit()).as(() -> MiniSystem.text(result)).isZero();
        return result;
    }

    @Test
    void scriptlets_and_triggers_run_as_rpm_runs_them() throws IOException {
        compose("'@core'", "whole");
        Path judge = mini.installedByRpm(NAMES);
        List<String> expected = new ArrayList<>(Files.readAllLines(judge.resolve(LOG.substring(1))));
        for (String skipped : SKIPPED) {
            assertThat(expected.removeIf(line -> line.startsWith(skipped)))
                    .as(skipped)
                    .isTrue();
        }
        assertThat(mini.cat("whole", LOG).lines()).containsExactlyElementsOf(expected);
        // Files that Lua, macros and scriptlets made.
        for (String same : List.of("usr/lib/units.txt", "usr/moved/prefix")) {
            assertThat(mini.cat("whole", "/" + same)).isEqualTo(Files.readString(judge.resolve(same)));
        }
        for (String same : List.of("etc/shells", "etc/minid.conf", "etc/minid-keep.conf")) {
            assertThat(mini.cat("whole", "/usr/" + same)).isEqualTo(Files.readString(judge.resolve(same)));
        }
        assertThat(mini.cat("whole", "/usr/moved/prefix")).isEqualTo("/usr/moved /usr/moved /usr/lib64 y\n");
        assertThat(mini.ostree("whole", "ls", "mini", "/usr/lib/units.txt")).startsWith("-00644 0 0");
        assertThat(mini.ostree("whole", "ls", "mini", "/usr/lib/units.link")).contains("-> units.txt");
    }

    @Test
    void what_cannot_be_right_in_an_image_is_done_otherwise() throws IOException {
        compose("'@core'", "whole");
        // The package with the presets came last, and a service that it does not name stays disabled.
        assertThat(mini.ostree("whole", "ls", "-R", "mini", "/usr/etc/systemd"))
                .contains("multi-user.target.wants/minid.service ->")
                .doesNotContain("webd");
        assertThat(mini.cat("whole", "/usr/etc/passwd"))
                .contains("minid:x:321:321:Mini Daemon:/run/minid:/usr/sbin/nologin\n")
                .containsPattern("webd:x:[0-9]+:[0-9]+:Web:/usr/share/webd:/sbin/nologin\n");
        assertThat(mini.cat("whole", "/usr/etc/group")).contains("minid:x:321:\n", "minicomm:x:999:\n");
        assertThat(mini.ostree("whole", "ls", "-R", "mini", "/usr/lib/minid"))
                .contains("d00750 321 999", "-04750 321 999")
                .doesNotContain("socket");
        assertThat(mini.ostree("whole", "ls", "-X", "mini", "/usr/bin/minid-ping"))
                .contains("security.capability");
        assertThat(mini.ostree("whole", "ls", "mini", "/usr/etc/alternatives/editor"))
                .contains("-> /usr/bin/ed-two");
        assertThat(mini.cat("whole", "/usr/lib/alternatives/editor"))
                .isEqualTo("10 /usr/bin/ed-one\n20 /usr/bin/ed-two\n");
        assertThat(mini.cat("whole", "/usr/lib/tmpfiles.d/atomsmith-var.conf"))
                .contains(
                        "L /var/lib/alternatives - - - - ../../usr/lib/alternatives\n",
                        "d /var/lib/webd 0700 webd webd")
                .doesNotContain("rpm-state");
        String paths = mini.ostree("whole", "ls", "-R", "--nul-filenames-only", "mini");
        assertThat(paths).contains("/usr/etc/ld.so.cache\0").doesNotContain("/usr/dracut.log\0");
    }

    @Test
    void a_package_that_is_added_gives_the_tree_that_all_of_them_give_from_nothing() throws IOException {
        compose("'@core'", "grown");
        compose("'@core', tool", "grown");
        CommandResult again = compose("'@core', tool", "fresh");
        assertThat(mini.ostree("grown", "rev-parse", "mini")).isEqualTo(mini.ostree("fresh", "rev-parse", "mini"));
        assertThat(mini.cat("fresh", LOG)).contains("post(tool) 1:\n");
        assertThat(MiniSystem.text(again)).contains("18 packages");
        assertThat(mini.ostree("fresh", "show", "--print-metadata-key=rpmostree.advisories", "mini"))
                .contains("MINI-2026-1", "CVE-2026-0001");
    }

    @Test
    void a_scriptlet_that_fails_is_named_with_what_it_printed() throws IOException {
        MiniDistribution other = new MiniDistribution(directory.resolve("other"), launcher());
        other.add(BROKEN);
        CommandResult shell = other.compose("'@core', broken", "broken");
        assertThat(shell.exit()).isEqualTo(1);
        assertThat(MiniSystem.text(shell))
                .contains("broken: %pre failed with exit status 23", "| looking for the moon", "/usr/share/moon");
        CommandResult lua = other.compose("'@core', broken-lua", "broken");
        assertThat(lua.exit()).isEqualTo(1);
        assertThat(MiniSystem.text(lua))
                .contains(
                        "broken-lua: %post failed with exit status 1", "| counting to three", "%post:3 there is no 3");
    }
}
