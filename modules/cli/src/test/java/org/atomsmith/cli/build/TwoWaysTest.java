package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is composed from an apt suite, and from its packages converted to RPM, signed and served over HTTP, is one tree. The
 * judge is {@code ostree diff}: nothing but the treefile that the tree carries may differ, since it names the repository.
 */
@Tag("slow")
class TwoWaysTest {
    @TempDir
    private Path directory;

    private MiniSystem mini;
    private HttpServer server;
    private Path key;

    @BeforeEach
    void convert_the_packages() throws IOException {
        for (String program : List.of("ostree", "gpg", "dpkg-deb")) {
            assumeThat(Files.isExecutable(Path.of("/usr/bin", program)))
                    .as(program + " is installed")
                    .isTrue();
        }
        mini = new MiniSystem(directory.resolve("mini"));
        mini.add(
                "app",
                "Depends: zlib | alib, base\nRecommends: extra\n",
                Map.of(
                        "usr/bin/app", "#!/bin/sh\n",
                        "etc/app/app.conf", "a = b\n",
                        "etc/app/edited.conf", "a = b\n",
                        "DEBIAN/conffiles", "/etc/app/app.conf\n/etc/app/edited.conf\n",
                        "DEBIAN/preinst", "#!/bin/sh\necho $DPKG_MAINTSCRIPT_NAME $1 >> /usr/lib/said\n",
                        "DEBIAN/postrm", "#!/bin/sh\nrm -f /usr/lib/said\n",
                        "DEBIAN/triggers", "interest-noawait /usr/share/words\n",
                        "usr/share/doc/app/copyright", "free\n"),
                "echo $DPKG_MAINTSCRIPT_NAME $* >> /usr/lib/said\necho c = d >> /etc/app/edited.conf\n");
        mini.add("alib", "", Map.of("usr/lib/alib", "a\n"), "");
        mini.add("zlib", "Multi-Arch: same\n", Map.of("usr/lib/zlib", "z\n"), "");
        mini.add("extra", "", Map.of("usr/share/words/extra", "word\n"), "");
        Path home = Files.createDirectories(directory.resolve("gnupg"));
        run("chmod", "700", home.toString());
        gpg(home, "--passphrase", "", "--quick-gen-key", "test", "rsa2048", "sign", "never");
        Path secret = directory.resolve("secret.gpg");
        gpg(home, "--output", secret.toString(), "--export-secret-keys");
        key = directory.resolve("key.gpg");
        gpg(home, "--output", key.toString(), "--export");
        Path converted = directory.resolve("converted");
        mini.treefile("base", "");
        CommandResult result = atomsmith(
                "repo",
                "convert",
                directory.resolve("mini/mini.sources").toString(),
                "kernel",
                "tools",
                "app",
                "alib",
                "zlib",
                "extra",
                "--out",
                converted.toString(),
                "--sign-key",
                secret.toString());
        assertThat(result.exit()).as(() -> MiniSystem.text(result)).isZero();
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                converted,
                SimpleFileServer.OutputLevel.NONE);
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void the_tree_of_an_apt_suite_is_that_of_its_converted_and_signed_rpm_repository() throws IOException {
        for (String recommends : List.of("false", "true")) {
            String more = "recommends: " + recommends + "\ndocumentation: false\n";
            Path apt = compose(mini.treefile("kernel, tools, app", more), "apt-" + recommends);
            String said = run("ostree", "--repo=" + apt, "cat", "mini", "/usr/lib/said");
            assertThat(said).contains("preinst install\npostinst configure");
            assertThat(said.contains("postinst triggered /usr/share/words")).isEqualTo(recommends.equals("true"));
            assertThat(paths(apt)).contains("/usr/lib/zlib").doesNotContain("/usr/lib/alib");
            Path rpm = compose(throughHttp(more), "rpm-" + recommends);
            String one = run("ostree", "--repo=" + apt, "rev-parse", "mini").strip();
            String other = run("ostree", "--repo=" + rpm, "rev-parse", "mini").strip();
            run("ostree", "--repo=" + apt, "pull-local", rpm.toString(), other);
            assertThat(run("ostree", "--repo=" + apt, "diff", one, other)
                            .lines()
                            .toList())
                    .containsExactly("M    /usr/share/rpm-ostree/treefile.json");
            assertThat(packages(rpm, other)).isEqualTo(packages(apt, one)).contains("'app', '0', '1.0', '1'");
        }
    }

    /** The same treefile, with the converted repository, which is signed and must be. */
    private Path throughHttp(String more) throws IOException {
        Path beside = mini.treefile("kernel, tools, app", more);
        Files.writeString(beside.resolveSibling("conv.repo"), """
                [conv]
                baseurl=http://127.0.0.1:%d/
                gpgcheck=1
                repo_gpgcheck=1
                gpgkey=%s
                """.formatted(
                        server.getAddress().getPort(), key.toUri()));
        return Files.writeString(beside, Files.readString(beside).replace("repos: [mini]", "repos: [conv]"));
    }

    private Path compose(Path treefile, String name) throws IOException {
        Path repo = directory.resolve(name);
        CommandResult result = atomsmith("compose", treefile.toString(), "--repo", repo.toString());
        assertThat(result.exit()).as(() -> MiniSystem.text(result)).isZero();
        return repo;
    }

    private CommandResult atomsmith(String... words) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(SharedBuild.checkout().resolve("atomsmith").toString()));
        command.addAll(List.of(words));
        return Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment("XDG_CACHE_HOME", directory.resolve("cache").toString())
                .run();
    }

    private static List<String> paths(Path repo) throws IOException {
        return run("ostree", "--repo=" + repo, "ls", "-R", "--nul-filenames-only", "mini")
                .lines()
                .flatMap(line -> Stream.of(line.split("\0")))
                .toList();
    }

    /** The packages that a commit names. */
    private static String packages(Path repo, String commit) throws IOException {
        Matcher list = Pattern.compile("'rpmostree.rpmdb.pkglist': <(.*?)>")
                .matcher(run("ostree", "--repo=" + repo, "show", "--raw", commit));
        assertThat(list.find()).isTrue();
        return list.group(1);
    }

    private static void gpg(Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet"));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws IOException {
        return Command.of(List.of(command))
                .withInheritedEnvironment()
                .runOrThrow()
                .output();
    }
}
