package org.atomsmith.compose.treefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
