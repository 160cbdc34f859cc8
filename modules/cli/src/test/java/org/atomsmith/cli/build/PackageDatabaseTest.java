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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The RPM database of a tree of Debian packages. The judges are rpm, in the tree, and dpkg beside it. */
class PackageDatabaseTest {
    private static final String TREEFILE = """
            documentation: false
            install-langs: [de]
            remove-from-packages: [[app, /usr/share/app/unwanted]]
            remove-files: [usr/share/app/useless]
            postprocess: ["test -s /usr/share/rpm/rpmdb.sqlite"]
            """;

    @TempDir
    private static Path directory;

    private static MiniSystem mini;
    private static Path root;

    @BeforeAll
    static void compose_once() throws IOException {
        for (String program : List.of("ostree", "rpm", "dpkg-query")) {
            assumeThat(Files.isExecutable(Path.of("/usr/bin", program)))
                    .as(program + " is installed")
                    .isTrue();
        }
        assumeThat(System.getProperty("user.name")).as("rpm --root needs root").isEqualTo("root");
        mini = new MiniSystem(directory.resolve("mini"));
        mini.add(
                "app",
                "Depends: lib (>= 1.0), base\nRecommends: nothing-like-it\n",
                Map.of(
                        "usr/bin/app", "#!/bin/sh\n",
                        "etc/app/app.conf", "a = b\n",
                        "etc/app/edited.conf", "a = b\n",
                        "DEBIAN/conffiles", "/etc/app/app.conf\n/etc/app/edited.conf\n",
                        "var/lib/app/state", "state\n",
                        "opt/app/file", "file\n",
                        "usr/share/doc/app/copyright", "free\n",
                        "usr/share/doc/app/README", "read me\n",
                        "usr/share/app/unwanted", "unwanted\n",
                        "usr/share/app/useless", "useless\n"),
                "echo c = d >> /etc/app/edited.conf\n");
        mini.add(
                "lib",
                "Provides: virtual (= 3)\n",
                Map.of("usr/share/locale/de/lib", "ja\n", "usr/share/locale/fr/lib", "oui\n"),
                "");
        root = compose(directory.resolve("tree"));
    }

    private static Path launcher() {
        return SharedBuild.checkout().resolve("atomsmith");
    }

    /** Composes the tree and checks it out, with {@code /etc} as a deployment has it. */
    private static Path compose(Path to) throws IOException {
        Path treefile = mini.treefile("kernel, tools, app, lib", TREEFILE);
        CommandResult result = mini.compose(launcher(), treefile).run();
        assertThat(result.exit()).as(() -> MiniSystem.text(result)).isZero();
        run("ostree", "--repo=" + directory.resolve("mini/repo"), "checkout", "mini", to.toString());
        run("cp", "-a", to.resolve("usr/etc").toString(), to.resolve("etc").toString());
        return to;
    }

    private static String run(String... command) throws IOException {
        return Command.of(List.of(command))
                .withInheritedEnvironment()
                .withEnvironment("LC_ALL", "C.UTF-8")
                .runOrThrow()
                .output();
    }

    private static CommandResult rpm(Path tree, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("rpm", "--root", tree.toString(), "--dbpath", "/usr/share/rpm"));
        command.addAll(List.of(words));
        return Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment("LC_ALL", "C.UTF-8")
                .run();
    }

    private static List<String> lines(String... words) throws IOException {
        return rpm(root, words).output().lines().sorted().toList();
    }

    @Test
    void rpm_and_dpkg_know_the_same_packages_and_files() throws IOException {
        assertThat(lines("-qa")).contains("app-1.0-1.x86_64", "lib-1.0-1.x86_64", "base-1.0-1.x86_64");
        String admin = "--admindir=" + root.resolve("usr/lib/sysimage/dpkg");
        List<String> names = run("dpkg-query", admin, "-W", "-f", "${Package}\\n")
                .lines()
                .sorted()
                .toList();
        assertThat(lines("-qa", "--qf", "%{NAME}\\n")).isEqualTo(names);
        for (String name : names) {
            List<String> files = run("dpkg-query", admin, "-L", name)
                    .lines()
                    .filter(path -> !path.equals("/."))
                    .sorted()
                    .toList();
            assertThat(lines("-ql", name)).as(name).isEqualTo(files);
        }
        assertThat(lines("-q", "--whatprovides", "virtual")).containsExactly("lib-1.0-1.x86_64");
        assertThat(lines("-q", "--whatrequires", "lib")).containsExactly("app-1.0-1.x86_64");
        assertThat(lines("-qf", "/etc/app/app.conf")).containsExactly("app-1.0-1.x86_64");
        assertThat(lines("-qc", "app")).containsExactly("/etc/app/app.conf", "/etc/app/edited.conf");
        assertThat(rpm(root, "--verifydb").exit()).isZero();
        assertThat(Files.readSymbolicLink(root.resolve("usr/lib/sysimage/rpm"))).hasToString("../../share/rpm");
    }

    @Test
    void nothing_differs_but_what_scriptlets_changed() throws IOException {
        assertThat(lines("-Va")).containsExactly("S.5......  c /etc/app/edited.conf");
        assertThat(lines("-qs", "app"))
                .contains(
                        "normal        /usr/bin/app",
                        "normal        /etc/app/app.conf",
                        "normal        /usr/share/doc/app/copyright",
                        "not installed /usr/share/doc/app/README",
                        "not installed /usr/share/app/unwanted",
                        "not installed /usr/share/app/useless",
                        "net shared    /opt/app/file",
                        "net shared    /var/lib/app/state");
        assertThat(lines("-qs", "lib"))
                .contains("normal        /usr/share/locale/de/lib", "not installed /usr/share/locale/fr/lib");
    }

    @Test
    void what_is_damaged_is_found() throws IOException {
        Path damaged = directory.resolve("damaged");
        run("cp", "-a", root.toString(), damaged.toString());
        Files.writeString(damaged.resolve("usr/bin/app"), "#!/bin/sh\nexit 1\n");
        Files.delete(damaged.resolve("usr/share/locale/de/lib"));
        assertThat(rpm(damaged, "-V", "app", "lib").output().lines())
                .contains("S.5......    /usr/bin/app", "missing     /usr/share/locale/de/lib");
    }

    @Test
    void another_compose_gives_the_same_database() throws IOException {
        Path again = directory.resolve("again");
        run(
                "rm",
                "-rf",
                directory.resolve("mini/repo").toString(),
                directory.resolve("mini/cache").toString());
        assertThat(compose(again).resolve("usr/share/rpm/rpmdb.sqlite"))
                .hasSameBinaryContentAs(root.resolve("usr/share/rpm/rpmdb.sqlite"));
    }
}
