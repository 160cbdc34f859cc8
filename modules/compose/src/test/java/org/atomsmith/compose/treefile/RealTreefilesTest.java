package org.atomsmith.compose.treefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The treefiles that Fedora CoreOS, Fedora Atomic and CentOS Atomic are made from. */
class RealTreefilesTest {
    private final Problems problems = new Problems();

    private Treefile read(String name) {
        return new TreefileReader("x86_64")
                .read(Fixtures.path("manifests/" + name), problems)
                .orElseThrow();
    }

    private static List<String> values(List<Located<String>> located) {
        return located.stream().map(Located::value).toList();
    }

    /** What cannot be used of the file: what is not built, and what was left out of the fixtures. */
    private List<String> unusable() {
        return problems.errors().stream()
                .map(problem -> problem.message().replaceFirst(": looked at .*", ""))
                .toList();
    }

    @Test
    void merges_fedora_coreos() {
        Treefile treefile = read("fedora-coreos/manifest.yaml");
        assertThat(treefile.sources())
                .hasSize(18)
                .extracting(file -> file.getFileName().toString())
                .contains("disable-zincati.yaml", "exclude-dnf.yaml", "wifi-firmwares.yaml", "grub2-removals.yaml")
                .doesNotContain("include-dnf.yaml", "composefs.yaml", "selinux-workaround.yaml");
        assertThat(treefile.ref().value()).isEqualTo("fedora/x86_64/coreos/testing-devel");
        assertThat(values(treefile.packages().repos())).containsExactly("fedora", "fedora-updates");
        assertThat(values(treefile.packages().lockfileRepos())).containsExactly("fedora-coreos-pool");
        assertThat(values(treefile.packages().install()))
                .contains("kernel", "clevis-luks", "microcode_ctl", "shim", "nano-default-editor")
                .doesNotContain("veritysetup", "dnf5");
        assertThat(values(treefile.packages().exclude())).contains("dnf5", "perl");
        assertThat(treefile.packages().recommends()).isFalse();
        assertThat(treefile.system().machineidCompat()).isFalse();
        assertThat(treefile.system().tmpIsDir()).isTrue();
        assertThat(values(treefile.system().etcGroupMembers()))
                .containsExactly("wheel", "sudo", "systemd-journal", "adm", "docker");
        assertThat(treefile.commitMetadata()).containsEntry("fedora-coreos.stream", "testing-devel");
        assertThat(treefile.content().postprocess()).hasSize(10);
        assertThat(treefile.content().postprocess().getLast().value()).contains("list_broken_symlinks_folders");
        assertThat(problems.warnings()).isEmpty();
        // The fixtures have no overlays.
        assertThat(unusable()).hasSize(10).allMatch(message -> message.matches("overlay 'overlay/[^']+' not found"));
        assertThat(treefile.name()).isEqualTo("fedora-coreos");
        assertThat(treefile.facts().containerCommand()).containsExactly("/usr/bin/bash");
        assertThat(treefile.accounts().users()).isInstanceOfSatisfying(Treefile.AccountCheck.InFile.class, check -> {
            assertThat(check.file().value()).endsWith(Path.of("fedora-coreos/manifests/passwd"));
            assertThat(check.mayGo()).containsExactly("root");
        });
    }

    @Test
    void reads_centos_atomic() {
        Treefile treefile = read("centos-atomic/centos-atomic-host.json");
        assertThat(treefile.ref().value()).isEqualTo("centos-atomic-host/7/x86_64/standard");
        assertThat(treefile.packages().install()).hasSize(71);
        assertThat(values(treefile.packages().install())).startsWith("atomic").endsWith("shadow-utils");
        assertThat(treefile.packages().installLangs()).contains(List.of("en_US"));
        assertThat(treefile.content().removeFromPackages()).hasSize(4);
        assertThat(treefile.system().defaultTarget().orElseThrow().value()).isEqualTo("multi-user.target");
        assertThat(problems.warnings())
                .extracting(Problem::message)
                .containsExactly("unknown key 'comment' is ignored", "unknown key 'osname' is ignored");
        assertThat(unusable())
                .containsExactly(
                        "script 'treecompose-post.sh' not found",
                        // The fixtures have them for Fedora only.
                        "file 'passwd' not found",
                        "file 'group' not found");
    }

    @Test
    void reads_fedora_atomic() {
        Treefile treefile = read("fedora-atomic-25/fedora-atomic-docker-host.json");
        assertThat(treefile.ref().value()).isEqualTo("fedora-atomic/25/x86_64/docker-host");
        assertThat(treefile.packages().install()).hasSize(86);
        assertThat(values(treefile.packages().install()))
                .contains("grub2-efi", "runc")
                .doesNotContain("extlinux-bootloader");
        assertThat(treefile.version().orElseThrow().prefix().value()).isEqualTo("25");
        assertThat(treefile.system().mutateOsRelease()).contains("25");
        assertThat(values(treefile.system().units()))
                .containsExactly("docker.service", "cockpit.socket", "docker-storage-setup.service");
    }

    @Test
    void knows_every_key_of_every_real_treefile() throws IOException {
        Path manifests = Fixtures.path("manifests");
        List<Path> files;
        try (Stream<Path> all = Files.walk(manifests)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
                    .filter(file -> !file.getFileName().toString().matches("manifest-lock.*|image.*"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(20);
        for (Path file : files) {
            TextDocument document = TextDocument.read(file);
            new SettingsParser("x86_64", document.isYaml(), problems).parse(document.parse());
        }
        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).hasSize(4);
    }
}
