package org.atomsmith.qa.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.Programs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoCloudSeedTest {
    private static final NoCloudSeed SEED =
            new NoCloudSeed("i-1", "judged", "core", List.of("ssh-ed25519 AAAA one", "ssh-rsa BBBB= two"));

    @TempDir
    Path directory;

    @Test
    void writes_a_disk_that_mtools_reads() throws IOException {
        Assumptions.assumeTrue(Programs.find("mcopy").isPresent(), "mtools is not installed");
        Assumptions.assumeTrue(Programs.find("mkfs.vfat").isPresent(), "dosfstools is not installed");
        String image = SEED.write(directory).toString();
        assertThat(Command.of("mlabel", "-i", image, "-s", "::").runOrThrow().output())
                .contains("CIDATA");
        assertThat(Command.of("mtype", "-i", image, "::meta-data").runOrThrow().output())
                .isEqualTo("instance-id: i-1\nlocal-hostname: judged\n");
        assertThat(Command.of("mtype", "-i", image, "::user-data").runOrThrow().output())
                .isEqualTo(SEED.userData());
    }

    @Test
    void user_data_is_the_document_that_cloud_init_expects() {
        assertThat(SEED.userData()).isEqualTo("""
                        #cloud-config
                        hostname: judged
                        users:
                          - name: core
                            groups: [sudo, wheel]
                            shell: /bin/bash
                            sudo: "ALL=(ALL) NOPASSWD:ALL"
                            ssh_authorized_keys:
                              - "ssh-ed25519 AAAA one"
                              - "ssh-rsa BBBB= two"
                        """);
    }

    @Test
    void refuses_keys_and_names_that_would_break_the_document() {
        for (String key : List.of("", "a\nb", "a\"b", "a\\b", "\u00e9")) {
            assertThatThrownBy(() -> new NoCloudSeed("i-1", "judged", "core", List.of(key)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new NoCloudSeed("i-1", "a: b", "core", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
