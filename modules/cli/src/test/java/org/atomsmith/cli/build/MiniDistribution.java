package org.atomsmith.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;

/**
 * A distribution of a few RPM packages in Fedora's packaging style, which {@code rpmbuild} makes of {@code minidist.spec}:
 * Lua, triggers of every kind, services, accounts, alternatives, a kernel. Programs in it are this machine's.
 */
final class MiniDistribution {
    private static final String COMPS = """
            <comps>
              <group><id>core</id><name>Core</name><packagelist>
                <packagereq type="mandatory">minidist-release</packagereq>
                <packagereq type="mandatory">bash</packagereq>
                <packagereq type="default">moved</packagereq>
                <packagereq type="optional">tool</packagereq>
              </packagelist></group>
            </comps>
            """;
    private static final String MODULES = """
            ---
            document: modulemd
            version: 2
            data:
              name: tool
              stream: "1"
              version: 20260101000000
              context: c0ffee00
              arch: x86_64
              summary: A tool
              description: A tool.
              license: { module: [MIT] }
              artifacts: { rpms: ["tool-0:1-1.x86_64"] }
            ...
            ---
            document: modulemd-defaults
            version: 1
            data: { module: tool, stream: "1" }
            ...
            """;
    private static final String ADVISORY = """
            <updates>
              <update type="security" from="a" status="stable" version="1">
                <id>MINI-2026-1</id><title>webd</title><severity>Important</severity><issued date="2026-01-01 00:00:00"/>
                <references>
                  <reference href="https://bugs.example/1" id="1" type="bugzilla" title="CVE-2026-0001 webd serves all"/>
                </references>
                <pkglist><collection><package name="webd" version="1" release="1" epoch="0" arch="x86_64" src="a"/>
                </collection></pkglist>
              </update>
            </updates>
            """;

    private final Path directory;
    private final Path packages;
    private final Path launcher;

    /** Builds the packages and their repository; skips the test where the programs for that are missing. */
    MiniDistribution(Path directory, Path launcher) throws IOException {
        for (String program : List.of("rpm", "rpmbuild", "ostree", "systemctl", "systemd-sysusers", "useradd")) {
            boolean there = Stream.of("/usr/bin/", "/bin/", "/usr/sbin/")
                    .anyMatch(place -> Files.isExecutable(Path.of(place + program)));
            assumeTrue(there, program + " is not installed (apt-get install rpm ostree systemd passwd)");
        }
        this.directory = Files.createDirectories(directory);
        this.packages = directory.resolve("packages");
        this.launcher = launcher;
        Path spec = directory.resolve("minidist.spec");
        try (InputStream in = MiniDistribution.class.getResourceAsStream("minidist.spec")) {
            Files.write(spec, Objects.requireNonNull(in).readAllBytes());
        }
        build(spec);
        Files.writeString(directory.resolve("comps.xml"), COMPS);
        Files.writeString(directory.resolve("modules.yaml"), MODULES);
        Files.writeString(directory.resolve("updateinfo.xml"), ADVISORY);
        publish();
    }

    /** Adds the packages of another spec file. */
    void add(String spec) throws IOException {
        build(Files.writeString(directory.resolve("more.spec"), spec));
        publish();
    }

    private void build(Path spec) throws IOException {
        run(List.of(
                "rpmbuild",
                "-bb",
                "--quiet",
                "-D_topdir " + directory.resolve("build"),
                "-D_rpmdir " + packages,
                "-D_rpmfilename %%{NAME}.rpm",
                "-D_buildhost test",
                "-Duse_source_date_epoch_as_buildtime 1",
                "-Duser_minid " + stated("u minid 321 \"Mini Daemon\" /run/minid"),
                "-Dgroup_minicomm " + stated("g minicomm -"),
                spec.toString()));
    }

    /** A line of sysusers.d as a version, zeros behind it so that no {@code =} gets in. */
    private static String stated(String line) {
        String padded = line + "\0".repeat((3 - line.length() % 3) % 3);
        return Base64.getEncoder().encodeToString(padded.getBytes(StandardCharsets.UTF_8));
    }

    private void publish() throws IOException {
        run(List.of(
                launcher.toString(),
                "repo",
                "create",
                packages.toString(),
                "--groupfile",
                directory.resolve("comps.xml").toString(),
                "--modules",
                directory.resolve("modules.yaml").toString(),
                "--updateinfo",
                directory.resolve("updateinfo.xml").toString(),
                "--progress=none"));
        Files.writeString(directory.resolve("mini.repo"), "[mini]\nbaseurl=" + packages.toUri() + "\ngpgcheck=0\n");
    }

    /** Composes these packages; the cache has a name, so that a test can begin with none. */
    CommandResult compose(String wanted, String cache) throws IOException {
        Path treefile = Files.writeString(
                directory.resolve("mini.yaml"),
                "edition: 2024\nref: mini\nrepos: [mini]\nselinux: false\ncontainer: true\nadvisories-metadata: inline\npackages: ["
                        + wanted + "]\n");
        return Command.of(List.of(
                        launcher.toString(),
                        "compose",
                        treefile.toString(),
                        "--repo",
                        directory.resolve("repo-" + cache).toString(),
                        "--progress=plain"))
                .withInheritedEnvironment()
                .withEnvironment("XDG_CACHE_HOME", directory.resolve(cache).toString())
                .withEnvironment("SOURCE_DATE_EPOCH", "1767225600")
                .run();
    }

    /** Asks libostree about the commit. */
    String ostree(String cache, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ostree", "--repo=" + directory.resolve("repo-" + cache)));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** A file of the commit. */
    String cat(String cache, String path) throws IOException {
        return ostree(cache, "cat", "mini", path);
    }

    /** What rpm makes of the same packages, in a directory of their own. */
    Path installedByRpm(List<String> names) throws IOException {
        Path root = Files.createDirectories(directory.resolve("rpm-root"));
        List<String> command = new ArrayList<>(List.of("rpm", "--root", root.toString()));
        // Debian's rpm asks whether it is meant; others do not know the option.
        if (run(List.of("rpm", "--help")).contains("--force-debian")) {
            command.add("--force-debian");
        }
        command.addAll(List.of("--dbpath", "/usr/lib/sysimage/rpm", "--nosignature", "-i"));
        for (String name : names) {
            command.add(packages.resolve(name + ".rpm").toString());
        }
        // A failing %post is a warning to rpm.
        Command.of(command).withInheritedEnvironment().run();
        return root;
    }

    private static String run(List<String> command) throws IOException {
        CommandResult result = Command.of(command)
                .withInheritedEnvironment()
                .withEnvironment("SOURCE_DATE_EPOCH", "1767225600")
                .run();
        assertThat(result.exit())
                .as(() -> command + "\n" + MiniSystem.text(result))
                .isZero();
        return result.output();
    }
}
