package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atomsmith.cli.build.SharedBuild;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.ostree.object.Checksum;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The example, composed from its packages converted to RPM, signed and served over HTTP: it boots, and layers packages from the
 * same repository. rpm, which is one of them, judges the database.
 */
@Tag("slow")
final class RpmHostTest {
    private static final List<String> LAYERS = List.of("tmux", "rpm");

    @TempDir
    private Path tmp;

    @Test
    void layers_packages_of_its_converted_and_signed_repository() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gpg")), "gpg is not installed");
        convert();
        try (UpdateServer packages = new UpdateServer(tmp)) {
            Path treefile = treefile(packages);
            Path out = tmp.resolve("out");
            succeeds("build", treefile.toString(), "--out", out.toString(), "--format", "qcow2", "--no-qa");
            Streams streams = new Streams(tmp, out.resolve("repo"), treefile);
            streams.compose(Streams.REF, List.of(), Map.of("/usr/share/signed", "the first\n"));
            try (UpdatedHost host =
                    UpdatedHost.boot(streams, out.resolve("container-host.qcow2"), UpdatedHost.MEMORY_MIB)) {
                layers(host.operator(), packages, streams);
            }
        }
    }

    private static void layers(Operator operator, UpdateServer packages, Streams streams) throws IOException {
        operator.does("atomic host rebase atomsmith:" + Streams.REF);
        assertThat(operator.fails("atomic host install tmux"))
                .contains("this host has no package repositories", "/etc/yum.repos.d");
        operator.does("mkdir -p /etc/yum.repos.d /etc/pki; curl -sSf -o /etc/pki/conv.asc " + packages.url("key.asc")
                + "; printf '"
                + definition(packages.url("rpms/"), "file:///etc/pki/conv.asc").replace("\n", "\\n")
                + "' > /etc/yum.repos.d/conv.repo");
        assertThat(operator.does("atomic host refresh-md")).contains("conv: ");
        assertThat(operator.does("atomic host search multiplexer")).contains("tmux : ");
        assertThat(operator.does("atomic host install " + String.join(" ", LAYERS)))
                .contains("+ tmux-", "+ rpm-");
        operator.libostreeAgrees();
        operator.reboots();
        assertLayered(operator);
        Checksum next = streams.compose(Streams.REF, List.of(), Map.of("/usr/share/signed", "the second\n"));
        operator.does("atomic host upgrade");
        operator.reboots();
        assertThat(operator.does("cat /usr/share/signed")).isEqualTo("the second");
        assertThat(operator.deployment(0, "base-checksum")).isEqualTo(next.hex());
        assertLayered(operator);
        operator.does("atomic host uninstall " + String.join(" ", LAYERS));
        assertThat(operator.deployment(0, "checksum")).isEqualTo(next.hex());
        operator.does("atomic host cleanup -p");
    }

    private static void assertLayered(Operator operator) throws IOException {
        assertThat(operator.does("tmux -V; dpkg-query -W -f '${Status}' tmux"))
                .startsWith("tmux ")
                .endsWith("\ninstall ok installed");
        operator.does("rpm --verifydb");
        assertThat(operator.does("rpm -q --qf '%{NAME}\\n' tmux rpm bash")).isEqualTo("tmux\nrpm\nbash");
        assertThat(operator.does("rpm -qa --qf '%{NAME}\\n' | sort -u"))
                .isEqualTo(operator.does("dpkg-query -W -f '${Package}\\n' | sort -u"));
        assertThat(operator.does("rpm -V tmux rpm")).isEmpty();
        assertThat(operator.does("rpm -qf /usr/bin/tmux")).startsWith("tmux-");
    }

    /** All that the example and the program in it are made of, and what is layered, as a signed repository. */
    private void convert() throws IOException {
        Path home = Files.createDirectories(tmp.resolve("gnupg"));
        SharedBuild.tool("chmod", "700", home.toString());
        gpg(home, "--passphrase", "", "--quick-gen-key", "test", "rsa2048", "sign", "never");
        gpg(home, "--output", tmp.resolve("secret.gpg").toString(), "--export-secret-keys");
        gpg(home, "--output", tmp.resolve("key.asc").toString(), "--armor", "--export");
        JsonNode lock = JsonMapper.shared().readTree(SharedBuild.out().resolve("container-host.lock.json"));
        Set<String> names = new TreeSet<>(lock.get("packages").propertyNames());
        names.addAll(lock.get("metadata").get("tools").propertyNames());
        names.remove("atomsmith-host");
        names.addAll(LAYERS);
        List<String> words = new ArrayList<>(List.of(
                "repo",
                "convert",
                SharedBuild.checkout().resolve("examples/debian.sources").toString()));
        words.addAll(names);
        words.addAll(List.of(
                "--out",
                tmp.resolve("rpms").toString(),
                "--sign-key",
                tmp.resolve("secret.gpg").toString()));
        succeeds(words.toArray(String[]::new));
    }

    /** The example with another repository. */
    private Path treefile(UpdateServer packages) throws IOException {
        Path home = tmp.resolve("examples");
        SharedBuild.tool("cp", "-r", SharedBuild.checkout().resolve("examples").toString(), home.toString());
        Files.writeString(
                home.resolve("conv.repo"),
                definition(
                        packages.local("rpms/"), tmp.resolve("key.asc").toUri().toString()));
        Path treefile = home.resolve("container-host.yaml");
        String text = Files.readString(treefile);
        assertThat(text).contains("repos:\n  - debian\n");
        return Files.writeString(treefile, text.replace("repos:\n  - debian\n", "repos:\n  - conv\n"));
    }

    private static String definition(String packages, String key) {
        return "[conv]\nbaseurl=" + packages + "\ngpgcheck=1\nrepo_gpgcheck=1\ngpgkey=" + key + "\n";
    }

    private static void succeeds(String... words) throws IOException {
        CommandResult result = SharedBuild.atomsmith(words);
        assertThat(result.exit()).as(() -> result.output() + result.errors()).isZero();
    }

    private static void gpg(Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--quiet"));
        command.addAll(List.of(arguments));
        SharedBuild.tool(command.toArray(String[]::new));
    }
}
