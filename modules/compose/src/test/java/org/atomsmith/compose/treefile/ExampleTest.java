package org.atomsmith.compose.treefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.atomsmith.rpm.md.RepoFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleTest {
    private final Treefile example =
            new TreefileReader("x86_64").read(Fixtures.project().resolve("examples/container-host.yaml"));

    @Test
    void reads_the_example_without_a_warning() {
        assertThat(example.warnings()).isEmpty();
        assertThat(example.name()).isEqualTo("container-host");
        assertThat(example.ref().value()).isEqualTo("debian/13/x86_64/container-host");
        assertThat(example.packages().repos()).extracting(Located::value).containsExactly("debian");
        assertThat(example.packages().install())
                .extracting(Located::value)
                .contains("podman", "ostree-boot", "cloud-init")
                .noneMatch(name -> name.contains(" "));
        assertThat(example.packages().recommends()).isFalse();
        assertThat(example.system().units())
                .extracting(Located::value)
                .contains("ssh.service", "systemd-networkd.service");
        assertThat(example.system().tmpIsDir()).isTrue();
        assertThat(example.system().bootLocation()).isEqualTo(Treefile.BootLocation.MODULES);
        assertThat(example.image().size()).isEmpty();
    }

    @Test
    void finds_the_overlay_beside_the_treefile() {
        assertThat(example.content().layers()).singleElement().satisfies(layer -> {
            assertThat(layer.directory()).endsWith(Path.of("examples/overlay.d/container-host"));
            assertThat(layer.override()).isFalse();
            assertThat(layer.directory().resolve("usr/lib/systemd/network/80-container-host.network"))
                    .isRegularFile();
        });
    }

    @Test
    void versions_the_example_by_release_and_day() {
        assertThat(example.version().orElseThrow().next(Instant.parse("2026-01-31T23:59:59Z"), Optional.empty()))
                .isEqualTo("13.20260131.0");
    }

    /** The mirrors of the distributions are not asked: the repositories are looked up in the files that define them. */
    @ParameterizedTest
    @CsvSource({
        "fedora-atomic-host.yaml,      fedora.repo,        x86_64,  fedora/44/x86_64/atomic-host,         grub2-pc-modules",
        "fedora-atomic-host.yaml,      fedora.repo,        aarch64, fedora/44/aarch64/atomic-host,        grub2-efi-aa64-modules",
        "centos-stream-atomic-host.yaml, centos-stream.repo, x86_64,  centos-stream/10/x86_64/atomic-host,  grub2-efi-x64-modules",
        "centos-stream-atomic-host.yaml, centos-stream.repo, aarch64, centos-stream/10/aarch64/atomic-host, grub2-tools"
    })
    void reads_the_examples_of_rpm_distributions(String file, String repo, String arch, String ref, String has)
            throws IOException {
        Path examples = Fixtures.project().resolve("examples");
        Treefile treefile = new TreefileReader(arch).read(examples.resolve(file));
        assertThat(treefile.warnings()).isEmpty();
        assertThat(treefile.ref().value()).isEqualTo(ref);
        assertThat(treefile.packages().install())
                .extracting(Located::value)
                .contains(has, "kernel-core", "ostree", "podman")
                .noneMatch(name -> name.contains(" "));
        FlatTreefile flat = new TreefileReader(arch).flatten(examples.resolve(file));
        assertThat(flat.refusals()).isEmpty();
        assertThat(flat.toYaml()).contains("ref: " + ref + "  # " + examples.resolve(file) + ":12\n");
        RepoFile definitions = RepoFile.parse(Files.readString(examples.resolve(repo)), repo, examples);
        for (Located<String> id : treefile.packages().repos()) {
            assertThat(definitions.ids()).contains(id.value());
        }
    }
}
