package org.atomsmith.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.cli.CapturedTerminal;
import org.atomsmith.cli.Main;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.compose.resolve.RepositoryLoader;
import org.atomsmith.compose.resolve.Resolver;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.compose.treefile.TreefileReader;
import org.atomsmith.event.EventSink;
import org.atomsmith.rpm.Repository;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Package sets of different sizes from a part of this machine's apt suite, converted to RPM: what a treefile resolves to is what
 * {@code dnf --installroot install} picks. dnf is asked for the essential packages as well, which a treefile always has.
 */
@Tag("slow")
class DnfChoiceTest {
    private static final List<String> SETS = List.of(
            "bash",
            "coreutils",
            "curl",
            "openssh-server",
            "openssh-client",
            "systemd",
            "podman",
            "sudo",
            "vim-tiny",
            "jq",
            "iproute2",
            "ca-certificates",
            "dbus-user-session",
            "python3",
            "git",
            "rsync",
            "nginx",
            "systemd-sysv libpam-systemd dbus",
            "podman openssh-server sudo curl",
            "systemd systemd-sysv libpam-systemd udev dbus podman git nginx openssh-server sudo curl vim-tiny jq rsync");

    private final CapturedTerminal terminal = new CapturedTerminal();

    @TempDir
    Path temp;

    private Path converted;

    @BeforeEach
    void convert() throws IOException {
        for (String program : List.of("apt-get", "dnf")) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), program + " is not installed");
        }
        converted = temp.resolve("repo");
        Set<String> names = new TreeSet<>(List.of(String.join(" ", SETS).split(" ")));
        List<String> command = new ArrayList<>(List.of("repo", "convert", suite()));
        command.addAll(names);
        command.addAll(List.of("--recommends", "--compress", "none", "--out", converted.toString(), "--progress=none"));
        assertThat(Main.run(command.toArray(String[]::new), terminal.terminal(), System.getenv()))
                .as(terminal.err())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_treefile_resolves_to_what_dnf_picks() throws IOException {
        Files.writeString(temp.resolve("c.repo"), "[c]\nbaseurl=" + converted.toUri() + "\ngpgcheck=0\n");
        List<Repository> repositories = List.of();
        for (String weak : List.of("false", "true")) {
            for (String set : SETS) {
                Files.writeString(
                        temp.resolve("host.yaml"),
                        "ref: a/b\nrepos: [c]\nrecommends: " + weak + "\npackages: [" + set.replace(' ', ',') + "]\n");
                Treefile treefile = new TreefileReader(arch()).read(temp.resolve("host.yaml"));
                if (repositories.isEmpty()) {
                    repositories = load(treefile);
                }
                Set<String> ours = new TreeSet<>();
                new Resolver(repositories, EventSink.none())
                        .resolve(treefile, Optional.empty())
                        .packages()
                        .forEach(p -> ours.add(p.name() + " " + p.evr()));
                assertThat(ours)
                        .as("%s, with weak dependencies: %s", set, weak)
                        .isEqualTo(dnf(set, weak, repositories));
            }
        }
    }

    private List<Repository> load(Treefile treefile) throws IOException {
        return new RepositoryLoader(
                        new DownloadCache(temp.resolve("cache"), false),
                        temp.resolve("metadata"),
                        InstantSource.system(),
                        EventSink.none())
                .load(treefile, Optional.empty());
    }

    private Set<String> dnf(String set, String weak, List<Repository> repositories) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "dnf",
                "--installroot=" + temp.resolve("root"),
                "--repofrompath=c," + converted.toUri(),
                "--repo=c",
                "--setopt=reposdir=/nonexistent",
                "--setopt=c.gpgcheck=0",
                "--setopt=cachedir=" + temp.resolve("dnf"),
                "--setopt=persistdir=" + temp.resolve("state"),
                "--setopt=install_weak_deps=" + weak,
                "--releasever=1",
                "--assumeno",
                "install"));
        command.addAll(List.of(set.split(" ")));
        repositories.getFirst().essential().stream()
                .map(RpmPackage::name)
                .distinct()
                .forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        String output = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Set<String> picked = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^ (\\S+)\\s+(?:" + arch() + "|noarch)\\s+(\\S+)\\s+c\\s")
                .matcher(output);
        while (row.find()) {
            picked.add(row.group(1) + " " + row.group(2));
        }
        assertThat(picked).as(output).isNotEmpty();
        return picked;
    }

    private static String arch() {
        return System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
    }

    /** The suite of this machine's apt. */
    private static String suite() throws IOException {
        return Files.readString(Path.of("/etc/os-release"))
                .lines()
                .filter(l -> l.startsWith("VERSION_CODENAME="))
                .map(l -> l.substring("VERSION_CODENAME=".length()))
                .findFirst()
                .orElseThrow();
    }
}
