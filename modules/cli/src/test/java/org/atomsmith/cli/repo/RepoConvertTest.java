package org.atomsmith.cli.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atomsmith.cli.CapturedTerminal;
import org.atomsmith.cli.Main;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.rpm.file.RpmFile;
import org.atomsmith.rpm.query.HeaderXml;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A closure of the suite of this machine's apt, converted and judged by rpm, package by package, and by dnf. */
@Tag("slow")
class RepoConvertTest {
    private final CapturedTerminal terminal = new CapturedTerminal();

    @TempDir
    Path temp;

    @Test
    void rpm_and_dnf_take_what_was_converted() throws IOException {
        for (String program : List.of("apt-get", "rpm", "rpmkeys", "dnf", "gpg")) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), program + " is not installed");
        }
        Path home = Files.createDirectories(temp.resolve("gpg"));
        command("chmod", "700", home.toString());
        command(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--quiet",
                "--passphrase",
                "",
                "--quick-generate-key",
                "test",
                "rsa2048",
                "sign",
                "0");
        Path secret = temp.resolve("secret.gpg");
        Path key = temp.resolve("key.asc");
        command("gpg", "--homedir", home.toString(), "--batch", "--output", secret.toString(), "--export-secret-keys");
        command("gpg", "--homedir", home.toString(), "--batch", "--armor", "--output", key.toString(), "--export");
        Path out = temp.resolve("repo");
        assertThat(Main.run(
                        new String[] {
                            "repo",
                            "convert",
                            suite(),
                            "bash",
                            "openssh-server",
                            "--out",
                            out.toString(),
                            "--sign-key",
                            secret.toString(),
                            "--progress",
                            "none"
                        },
                        terminal.terminal(),
                        System.getenv()))
                .as(terminal.err())
                .isEqualTo(ExitCode.DONE);
        List<Path> packages;
        try (Stream<Path> files = Files.list(out)) {
            packages = files.filter(p -> p.toString().endsWith(".rpm")).toList();
        }
        assertThat(packages).hasSizeGreaterThan(80);
        String database = temp.resolve("db").toString();
        command("rpmkeys", "--dbpath", database, "--import", key.toString());
        for (Path each : packages) {
            assertThat(command("rpmkeys", "--dbpath", database, "-K", each.toString()))
                    .contains("digests signatures OK");
            assertThat(known(HeaderXml.of(RpmFile.read(each)) + "\n"))
                    .isEqualTo(command("rpm", "-qp", "--nosignature", "--xml", each.toString()));
        }
        assertThat(command(
                        "dnf",
                        "-y",
                        "--installroot",
                        temp.resolve("root").toString(),
                        "--repofrompath=c,file://" + out,
                        "--repo=c",
                        "--setopt=reposdir=/nonexistent",
                        "--setopt=c.gpgcheck=1",
                        "--setopt=c.repo_gpgcheck=1",
                        "--setopt=c.gpgkey=file://" + key,
                        "--setopt=cachedir=" + temp.resolve("cache"),
                        "--setopt=persistdir=" + temp.resolve("state"),
                        "--releasever=1",
                        "--setopt=tsflags=test",
                        "install",
                        "openssh-server"))
                .contains("Transaction test succeeded");
    }

    /** The first suite that this machine's apt has. */
    private static String suite() throws IOException {
        String release = Files.readString(Path.of("/etc/os-release"));
        return release.lines()
                .filter(l -> l.startsWith("VERSION_CODENAME="))
                .map(l -> l.substring("VERSION_CODENAME=".length()))
                .findFirst()
                .orElseThrow();
    }

    /** Entries that rpm 4.18 calls otherwise. */
    private static String known(String xml) {
        return xml.replace("\"Payloadsha256\"", "\"Payloaddigest\"")
                .replace("\"Payloadsha256algo\"", "\"Payloaddigestalgo\"")
                .replace("\"Payloadsha256alt\"", "\"Payloaddigestalt\"");
    }

    private String command(String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Path err = temp.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor())
                    .as(String.join(" ", words) + "\n" + output + Files.readString(err))
                    .isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    @Test
    void what_is_not_there_is_named() {
        assertThat(Main.run(
                        new String[] {"repo", "convert", "nowhere.sources", "bash", "--out", temp.toString()},
                        terminal.terminal(),
                        Map.of("XDG_CACHE_HOME", temp.toString())))
                .isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err()).contains("nowhere.sources: no such file or directory");
    }
}
