package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.host.Main;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.Namespaces;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real packages, with scriptlets and a user of their own, on the example host; dpkg, ostree and systemd's formats judge. */
@Tag("slow")
class LayeredExampleTest {
    private static final String REF = "debian/13/x86_64/container-host";

    @TempDir
    Path temp;

    @Test
    void packages_with_users_and_scriptlets_are_layered_on_the_example() throws IOException {
        assumeTrue(Namespaces.current().isMachineRoot(), "layers are made by root");
        Path sysroot = sysroot();
        String image = run("ostree", "--repo=" + sysroot.resolve("ostree/repo"), "rev-parse", REF);

        CommandResult first = atomic("install", "tmux", "tcpdump");
        assertThat(first.exit()).as(first.output()).isZero();
        Path root = root(sysroot);
        assertThat(run("dpkg-query", "--admindir=" + root.resolve("usr/lib/sysimage/dpkg"), "-W", "tmux", "tcpdump"))
                .contains("tmux", "tcpdump");
        assertThat(root.resolve("usr/bin/tmux")).isExecutable();
        assertThat(root.resolve("usr/etc/passwd")).content().contains("tcpdump:x:");
        assertThat(root.resolve("usr/lib/atomsmith/accounts.conf")).content().contains("u tcpdump ");
        String commit = commit(sysroot);
        String repository = "--repo=" + sysroot.resolve("ostree/repo");
        assertThat(run("ostree", repository, "rev-parse", commit + "^")).isEqualTo(image);
        List<String> changed = run("ostree", repository, "diff", image.strip(), commit)
                .lines()
                .filter(line -> !line.startsWith("A "))
                .toList();
        // What scriptlets and triggers keep up to date, and nothing else of the image.
        assertThat(changed).hasSizeLessThan(16).noneMatch(line -> line.startsWith("D "));
        run("ostree", repository, "fsck", "-q");

        assertThat(atomic("uninstall", "--all").exit()).isZero();
        assertThat(commit(sysroot)).isEqualTo(image.strip());
        assertThat(atomic("install", "tcpdump", "tmux").exit()).isZero();
        assertThat(commit(sysroot)).isEqualTo(commit);

        CommandResult conflict = atomic("install", "chrony");
        assertThat(conflict.exit()).isEqualTo(1);
        assertThat(conflict.output()).contains("systemd-timesyncd").contains("is installed");
    }

    private Path sysroot() throws IOException {
        Path sysroot = Files.createDirectories(temp.resolve("sysroot"));
        run("ostree", "admin", "init-fs", sysroot.toString());
        run("ostree", "admin", "os-init", "--sysroot=" + sysroot, "debian");
        run(
                "ostree",
                "--repo=" + sysroot.resolve("ostree/repo"),
                "pull-local",
                SharedBuild.out().resolve("repo").toString(),
                REF);
        Path origin = Files.writeString(temp.resolve("origin"), "[origin]\nrefspec=" + REF + "\n");
        run("ostree", "admin", "deploy", "--sysroot=" + sysroot, "--os=debian", "--origin-file=" + origin, REF);
        // The repositories are those that this machine's apt has, of the image's suite.
        Path etc = Files.createDirectories(temp.resolve("root/etc/atomsmith/repos.d"));
        Files.writeString(
                etc.resolve("debian.sources"),
                "Types: deb\nURIs: system\nSuites: trixie trixie-updates\nComponents: main\n\n"
                        + "Types: deb\nURIs: system\nSuites: trixie-security\nComponents: main\n");
        Files.createSymbolicLink(temp.resolve("root/etc/apt"), Path.of("/etc/apt"));
        Files.createSymbolicLink(temp.resolve("root/etc/os-release"), Path.of("/etc/os-release"));
        Files.createDirectories(temp.resolve("root/usr"));
        Files.createSymbolicLink(temp.resolve("root/usr/share"), Path.of("/usr/share"));
        return sysroot;
    }

    private static Path root(Path sysroot) throws IOException {
        String status = run("ostree", "admin", "status", "--sysroot=" + sysroot);
        return sysroot.resolve("ostree/deploy/debian/deploy/" + status.strip().split("\\s+")[1]);
    }

    private static String commit(Path sysroot) throws IOException {
        return root(sysroot).getFileName().toString().replaceFirst("\\.[0-9]+$", "");
    }

    private CommandResult atomic(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx320m",
                Main.class.getName(),
                "host"));
        command.addAll(List.of(words));
        command.add("--sysroot=" + temp.resolve("sysroot"));
        return Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment("CLASSPATH", System.getProperty("java.class.path"))
                .withEnvironment("ATOMIC_ROOT", temp.resolve("root").toString())
                .withEnvironment("OSTREE_SYSROOT_DEBUG", "mutable-deployments")
                .withErrorsInOutput()
                .run();
    }

    private static String run(String... command) throws IOException {
        return Command.of(List.of(command))
                .withInheritedEnvironment()
                .withEnvironment("OSTREE_SYSROOT_DEBUG", "mutable-deployments")
                .runOrThrow()
                .output();
    }
}
