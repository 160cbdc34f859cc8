package org.atomsmith.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atomsmith.linux.Command;
import org.atomsmith.ostree.object.Checksum;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package on top of the image, from a repository that is served over HTTP: it stays through an upgrade, and goes again. */
@Tag("slow")
final class LayeredHostTest {
    @TempDir
    private Path tmp;

    @Test
    void keeps_a_package_through_an_upgrade() throws IOException {
        Assumptions.assumeTrue(
                Command.of("sh", "-c", "command -v dpkg-deb dpkg-scanpackages")
                        .run()
                        .succeeded(),
                "dpkg-deb or dpkg-scanpackages is not installed");
        packages(tmp.resolve("packages"));
        Streams streams = new Streams(tmp);
        streams.compose(Streams.REF, List.of(), Map.of("/usr/share/signed", "the first\n"));
        try (UpdatedHost host = UpdatedHost.boot(streams)) {
            Operator operator = host.operator();
            operator.does("mkdir -p /etc/atomsmith/repos.d; printf 'Types: deb\\nURIs: "
                    + host.server().url("packages")
                    + "\\nSuites: ./\\nTrusted: yes\\n' > /etc/atomsmith/repos.d/test.sources");
            operator.does("atomic host rebase atomsmith:" + Streams.REF);
            assertThat(operator.does("atomic host install hello-layer")).contains("hello-layer");
            operator.libostreeAgrees();
            operator.reboots();
            assertThat(operator.does("hello-layer; dpkg-query -W -f '${Status}' hello-layer"))
                    .isEqualTo("layered\ninstall ok installed");
            assertThat(operator.status()
                            .get("deployments")
                            .get(0)
                            .get("requested-packages")
                            .toString())
                    .contains("hello-layer");
            Checksum next = streams.compose(Streams.REF, List.of("nano"), Map.of("/usr/share/signed", "the second\n"));
            operator.does("atomic host upgrade");
            operator.reboots();
            assertThat(operator.does("hello-layer; command -v nano")).isEqualTo("layered\n/usr/bin/nano");
            assertThat(operator.deployment(0, "base-checksum")).isEqualTo(next.hex());
            operator.does("atomic host uninstall hello-layer");
            assertThat(operator.deployment(0, "checksum")).isEqualTo(next.hex());
            operator.does("atomic host cleanup -p");
        }
    }

    /** A repository of one package, as apt reads it. */
    private static void packages(Path directory) throws IOException {
        Path root = directory.resolve("p");
        Files.createDirectories(root.resolve("DEBIAN"));
        Path program = Files.createDirectories(root.resolve("usr/bin")).resolve("hello-layer");
        Files.writeString(program, "#!/bin/sh\necho layered\n");
        assertThat(program.toFile().setExecutable(true, false)).isTrue();
        Files.writeString(root.resolve("DEBIAN/control"), """
                Package: hello-layer
                Version: 1.0-1
                Architecture: all
                Maintainer: Nobody <nobody@example.org>
                Installed-Size: 1
                Description: a layer
                """);
        Command.of("sh", "-ec", """
                        dpkg-deb --root-owner-group --build p hello-layer_1.0-1_all.deb
                        dpkg-scanpackages -m . /dev/null > Packages
                        { echo "Date: $(date -Ru)"; echo "SHA256:"
                          echo " $(sha256sum < Packages | cut -d' ' -f1) $(stat -c %s Packages) Packages"; } > Release
                        """)
                .withInheritedEnvironment()
                .withDirectory(directory)
                .runOrThrow();
        assertThat(Files.readString(directory.resolve("Release"), StandardCharsets.UTF_8))
                .contains("Packages");
    }
}
