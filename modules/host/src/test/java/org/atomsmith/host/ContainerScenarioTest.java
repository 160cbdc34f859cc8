package org.atomsmith.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atomsmith.host.container.Encapsulation;
import org.atomsmith.oci.LayoutDirectory;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that takes its updates from a container image, and goes back to a remote. */
final class ContainerScenarioTest {
    @TempDir
    private Path tmp;

    private SmallHost host;
    private Path image;

    @BeforeEach
    void setUp() throws IOException {
        host = new SmallHost(tmp);
        image = tmp.resolve("image");
    }

    private String publish(String version) throws IOException {
        String commit = host.commit("image", version, List.of("bash " + version + " 1"));
        new Encapsulation(Repository.open(host.source()), 8)
                .write(Checksum.parse(commit), LayoutDirectory.create(image), "stable", Map.of(), tmp);
        return commit;
    }

    @Test
    void rebases_to_an_image_follows_it_and_goes_back_to_the_remote() throws IOException {
        String reference = "ostree-unverified-image:oci:" + image + ":stable";
        String second = publish("2");

        assertThat(host.does("rebase", reference)).contains("bash 5.2-1 -> 2-1");

        host.shutDownAndBoot();
        host.libostreeAgrees();
        assertThat(host.status("$.deployments[0].checksum")).isEqualTo("\"" + second + "\"");
        assertThat(host.status("$.deployments[0].container-image-reference")).isEqualTo("\"" + reference + "\"");
        assertThat(host.atomic("upgrade", "--check").code()).isEqualTo(77);

        publish("3");
        assertThat(host.does("upgrade", "--check")).contains("3");
        assertThat(host.does("upgrade")).contains("Download ");
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[*].version")).isEqualTo("\"3\", \"2\"");
        host.libostreeAgrees();

        host.does("rebase", "origin:" + SmallHost.REF);
        host.shutDownAndBoot();
        assertThat(host.status("$.deployments[0].version")).isEqualTo("\"1\"");
        assertThat(host.status("$.deployments[0].origin")).isEqualTo("\"origin:" + SmallHost.REF + "\"");
        host.libostreeAgrees();
    }
}
