package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keys of a treefile do to a commit: real composes of a tiny distribution, looked at with the {@code ostree} tool. */
class TreefileKeysTest {
    @TempDir
    private Path directory;

    private MiniSystem mini;

    @BeforeEach
    void make_the_packages() throws IOException {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/ostree")))
                .as("the ostree tool is installed")
                .isTrue();
        mini = new MiniSystem(directory.resolve("mini"));
    }

    private static Path launcher() {
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.isExecutable(p.resolve("atomsmith"))) {
                return p.resolve("atomsmith");
            }
        }
        throw new IllegalStateException("no launcher above the working directory");
    }

    private void compose(String packages, String more) throws IOException {
        CommandResult result =
                mini.compose(launcher(), mini.treefile(packages, more)).run();
        assertThat(result.exit()).as(() -> MiniSystem.text(result)).isZero();
    }

    private String refused(String packages, String more) throws IOException {
        CommandResult result =
                mini.compose(launcher(), mini.treefile(packages, more)).run();
        assertThat(result.exit()).as(() -> MiniSystem.text(result)).isEqualTo(1);
        return MiniSystem.text(result);
    }

    private CommandResult ostree(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("ostree", "--repo=" + directory.resolve("mini/repo"), arguments[0]));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        command.add("mini");
        return Command.of(command).withInheritedEnvironment().run();
    }

    private List<String> paths() throws IOException {
        return Command.of(List.of(
                        "ostree",
                        "--repo=" + directory.resolve("mini/repo"),
                        "ls",
                        "-R",
                        "--nul-filenames-only",
                        "mini"))
                .withInheritedEnvironment()
                .runOrThrow()
                .output()
                .lines()
                .flatMap(line -> List.of(line.split("\0")).stream())
                .toList();
    }

    @Test
    void a_tree_for_a_container_needs_no_kernel() throws IOException {
        compose("base", "container: true\ncontainer-cmd: [/usr/bin/sh, -l]\nrepo-metadata: inline\n");
        assertThat(paths()).contains("/usr/bin/sh", "/usr/etc/passwd").noneMatch(path -> path.contains("vmlinuz"));
        assertThat(ostree("show", "--print-metadata-key=ostree.container-cmd").output())
                .isEqualTo("['/usr/bin/sh', '-l']\n");
        assertThat(ostree("show", "--print-metadata-key=ostree.linux").succeeded())
                .isFalse();
        assertThat(ostree("show", "--print-metadata-key=rpmostree.rpmmd-repos").output())
                .startsWith("[{'id': <'mini'>, 'digest': <'sha256:");
        assertThat(ostree("fsck").succeeded()).isTrue();
    }

    @Test
    void opt_kernel_and_repositories_lie_where_the_treefile_says() throws IOException {
        mini.add("acme", "", Map.of("opt/acme/run", "#!/bin/sh\n", "usr/local/bin/tool", "#!/bin/sh\n"), "");
        compose("kernel, tools, acme", "opt-usrlocal: root\nboot-location: new\nrepo-metadata: detached\n");
        assertThat(paths())
                .contains("/opt/acme/run", "/usr/local/bin/tool", "/usr/lib/modules/1.0/vmlinuz")
                .anyMatch(path -> path.matches("/usr/lib/ostree-boot/vmlinuz-1[.]0-[0-9a-f]{64}"))
                .anyMatch(path -> path.matches("/usr/lib/ostree-boot/initramfs-1[.]0[.]img-[0-9a-f]{64}"));
        assertThat(ostree("show", "--print-detached-metadata-key=rpmostree.rpmmd-repos")
                        .output())
                .contains("'mini'");
        assertThat(ostree("show", "--print-metadata-key=rpmostree.rpmmd-repos").succeeded())
                .isFalse();
    }

    @Test
    void accounts_are_held_against_the_last_build() throws IOException {
        mini.add(
                "daemon",
                "",
                Map.of(),
                "echo daemon:x:101:101::/:/bin/sh >> /etc/passwd; echo daemon:x:101: >> /etc/group\n");
        String checks = "check-passwd: {type: previous}\ncheck-groups: {type: previous}\n";
        compose("kernel, tools, daemon", checks);
        assertThat(refused("kernel, tools", checks))
                .contains(
                        "mini.yaml:5:15: the user 'daemon' is lost: nothing in the tree makes it any more",
                        "mini.yaml:6:15: the group 'daemon' is lost");
        compose("kernel, tools", checks + "ignore-removed-users: [daemon]\nignore-removed-groups: ['*']\n");
        assertThat(refused(
                        "kernel, tools, daemon",
                        "check-passwd: {type: data, entries: {daemon: 102}}\npreserve-passwd: false\n"))
                .contains("mini.yaml:5:46: the user 'daemon' has the uid 101 in the tree, not 102");
        Files.writeString(directory.resolve("mini/passwd"), "daemon:x:300:300::/:/bin/sh\nother:x:301:301:::\n");
        Files.writeString(directory.resolve("mini/group"), "daemon:x:300:\n");
        compose(
                "kernel, tools, daemon",
                "check-passwd: {type: file, filename: passwd}\ncheck-groups: {type: file, filename: group}\n");
        String passwd = Command.of(
                        List.of("ostree", "--repo=" + directory.resolve("mini/repo"), "cat", "mini", "/usr/etc/passwd"))
                .withInheritedEnvironment()
                .runOrThrow()
                .output();
        assertThat(passwd).contains("daemon:x:300:300:", "other:x:301:301:::\n");
    }

    @Test
    void scripts_find_the_configuration_in_etc_and_in_usr_etc() throws IOException {
        compose(
                "kernel, tools",
                "postprocess:\n  - echo a > /usr/etc/a.conf\n  - read x < /etc/a.conf; echo $x > /etc/b.conf\n");
        assertThat(paths()).contains("/usr/etc/a.conf", "/usr/etc/b.conf", "/usr/etc/passwd");
    }
}
