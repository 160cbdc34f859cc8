package org.atomsmith.compose.treefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a good treefile comes to. */
class TreefileReaderTest {
    @TempDir
    Path directory;

    private Desk desk;

    @BeforeEach
    void setUp() {
        desk = new Desk(directory);
    }

    private List<String> install(String entries) {
        return desk.host("packages: " + entries + "\n").packages().install().stream()
                .map(Located::value)
                .toList();
    }

    @Test
    void applies_the_defaults_of_the_edition() {
        Treefile old = desk.host("");
        assertThat(old.edition()).isEqualTo(2014);
        assertThat(old.system().bootLocation()).isEqualTo(Treefile.BootLocation.NEW);
        assertThat(old.system().tmpIsDir()).isFalse();
        assertThat(old.system().machineidCompat()).isTrue();
        assertThat(old.packages().recommends()).isTrue();
        assertThat(old.packages().documentation()).isTrue();
        assertThat(old.packages().installLangs()).isEmpty();
        assertThat(old.content().readonlyExecutables()).isFalse();
        assertThat(old.version()).isEmpty();
        assertThat(old.updates()).isEmpty();
        for (String edition : List.of("2024", "'2024'")) {
            Treefile current = desk.host("edition: " + edition + "\n");
            assertThat(current.system().bootLocation()).isEqualTo(Treefile.BootLocation.MODULES);
            assertThat(current.system().tmpIsDir()).isTrue();
        }
        Treefile explicit = desk.host("edition: 2024\nboot-location: new\ntmp-is-dir: false\n");
        assertThat(explicit.system().bootLocation()).isEqualTo(Treefile.BootLocation.NEW);
        assertThat(explicit.system().tmpIsDir()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"host.yaml,host", "a.b.yml,a.b", "fedora-host.json,fedora-host", "treefile,treefile"})
    void takes_the_name_from_the_file(String file, String name) {
        desk.with(file, "{\"ref\": \"a/b\"}");
        assertThat(desk.read(file).name()).isEqualTo(name);
        assertThat(desk.read(file).directory()).isEqualTo(directory);
    }

    @Test
    void splits_packages_at_white_space_but_not_in_quotes() {
        assertThat(install("[a  b, \"\\tc\\n d \", a, \"'e  >= 1.2' f\", g-1.2-3, /usr/bin/h]"))
                .containsExactly("a", "b", "c", "d", "e >= 1.2", "f", "g-1.2-3", "/usr/bin/h");
        assertThat(install("[a >= 1, b <2 c = 3 d, '', '  ']")).containsExactly("a >= 1", "b", "<2", "c = 3", "d");
        assertThat(desk.wrongIn("packages: [\"a 'b\"]\n"))
                .isEqualTo("host.yaml:3:12: a single quote has no partner in 'a 'b'; add or remove one");
        assertThat(desk.wrongIn("packages: [a >=]\n"))
                .isEqualTo("host.yaml:3:12: '>=' compares nothing in 'a >='; write: name >= version");
        assertThat(desk.wrongIn("packages: ['>= 1']\n"))
                .isEqualTo("host.yaml:3:12: '>=' compares nothing in '>= 1'; write: name >= version");
    }

    @Test
    void finds_overlays_files_and_scripts_beside_the_treefile_that_names_them() {
        desk.with("overlay.d/top/usr/a", "")
                .with("overlay.d/other/usr/a", "")
                .with("sub/overlay.d/top/usr/b", "")
                .with("sub/motd", "")
                .with("sub/post.sh", "")
                .with("sub/plain/usr/a", "")
                .with("sub/base.yaml", """
                        ostree-layers: [overlay/top, overlay/other]
                        ostree-override-layers: [plain]
                        add-files: [[motd, //etc//motd]]
                        postprocess-script: post.sh
                        remove-files: [/usr/share/doc/, usr/share/man]
                        remove-from-packages: [[grub, '/usr/share/.*', '[.]mo$']]
                        """);
        Treefile.Content content = desk.host("include: sub/base.yaml\n").content();
        assertThat(content.layers())
                .extracting(Treefile.Layer::directory)
                .containsExactly(desk.path("sub/overlay.d/top"), desk.path("overlay.d/other"), desk.path("sub/plain"));
        assertThat(content.layers()).extracting(Treefile.Layer::override).containsExactly(false, false, true);
        assertThat(content.addFiles()).singleElement().satisfies(file -> {
            assertThat(file.source().value()).isEqualTo(desk.path("sub/motd"));
            assertThat(file.destination()).isEqualTo("etc/motd");
        });
        assertThat(content.postprocessScript().orElseThrow().value()).isEqualTo(desk.path("sub/post.sh"));
        assertThat(content.removeFiles()).extracting(Located::value).containsExactly("usr/share/doc", "usr/share/man");
        assertThat(content.removeFromPackages().getFirst().paths())
                .anyMatch(path ->
                        path.value().matcher("/usr/share/locale/de/grub.mo").find());
    }

    @Test
    void gives_units_their_suffix_and_drops_repetitions() {
        assertThat(desk.host("units: [ssh, ssh.service, a@b, c.socket, d.e]\n")
                        .system()
                        .units())
                .extracting(Located::value)
                .containsExactly("ssh.service", "a@b.service", "c.socket", "d.e.service");
    }

    @Test
    void reads_where_updates_come_from() {
        desk.with("keys/a.pub", "");
        Treefile.Updates updates = desk.host("updates: {url: 'https://a.example/repo', key: keys/a.pub}\n")
                .updates()
                .orElseThrow();
        assertThat(updates.remote().value()).isEqualTo("host");
        assertThat(updates.ref()).isEqualTo("my/host");
        assertThat(updates.key().orElseThrow().value()).isEqualTo(desk.path("keys/a.pub"));
        Treefile.Updates unverified = desk.host(
                        "updates: {remote: r, url: 'file:///repo', ref: my/other, verify: false}\n")
                .updates()
                .orElseThrow();
        assertThat(unverified.remote().value()).isEqualTo("r");
        assertThat(unverified.ref()).isEqualTo("my/other");
        assertThat(unverified.key()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10 GiB,10737418240", "1.5GiB,1610612736", "512 MiB,536870912", "1 TiB,1099511627776", "0.001 KiB,1"})
    void reads_sizes(String written, long bytes) {
        assertThat(desk.host("image: {size: " + written + "}\n")
                        .image()
                        .size()
                        .orElseThrow()
                        .value())
                .isEqualTo(bytes);
    }

    @Test
    void reads_the_same_from_json_and_from_yaml() {
        String text = """
                {"ref": "a/b", "repos": ["r"], "packages": ["x y"], "default_target": "a.target",
                \t"automatic_version_prefix": "25", "metadata": {"k": [1, true, "s"]}}
                """;
        desk.with("host.json", text).with("host.yaml", text.replace('\t', ' '));
        Treefile json = desk.read("host.json");
        Treefile yaml = desk.read("host.yaml");
        assertThat(json.json()).isEqualTo(yaml.json());
        assertThat(json.system().defaultTarget().orElseThrow().value()).isEqualTo("a.target");
        assertThat(json.warnings()).isEmpty();
    }

    @Test
    void writes_the_same_json_for_the_same_meaning() {
        String one = desk.host("packages: [a b]\nrecommends: true\nmetadata: {x: 1, y: 2}\n")
                .json();
        String other = desk.host("metadata: {y: 2, x: 1} # comment\npackages:\n- a\n- b\n")
                .json();
        assertThat(one)
                .isEqualTo(other)
                .startsWith("{\n  \"advisories-metadata\": \"disabled\",\n")
                .endsWith("}\n");
        assertThat(desk.host("packages: [a]\n").json()).isNotEqualTo(one);
        assertThat(one).doesNotContain(directory.toString());
    }

    @Test
    void customizations_are_no_part_of_the_commit() {
        Treefile plain = desk.host("packages: [a]\n");
        Treefile customized = desk.with("base.yaml", "customizations: {hostname: a, dns: {servers: [192.0.2.1]}}\n")
                .host("packages: [a]\ninclude: base.yaml\ncustomizations: {hostname: b}\n");
        assertThat(customized.json()).doesNotContain("customizations", "hostname");
        assertThat(customized.customizations().orElseThrow().plain())
                .hasToString("{dns={servers=[192.0.2.1]}, hostname=b}");
        assertThat(plain.customizations()).isEmpty();
    }

    @Test
    void knows_the_architecture_of_this_machine() {
        desk.with("host.yaml", "ref: a/${basearch}\n");
        assertThat(TreefileReader.forThisMachine().read(desk.path("host.yaml")).basearch())
                .isIn("x86_64", "aarch64", "riscv64", "ppc64le", "s390x");
    }
}
