package org.atomsmith.compose.treefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One treefile of all that it includes. */
class FlatTreefileTest {
    private final TreefileReader reader = new TreefileReader("x86_64");

    @TempDir
    Path directory;

    private Desk desk;

    @BeforeEach
    void setUp() {
        desk = new Desk(directory);
    }

    @Test
    void says_of_each_value_where_it_was_written() {
        desk.with("sub/base.yaml", """
                packages: [vim less, 'podman >= 5']
                add-files: [[motd, /etc/motd]]
                check-passwd: {type: file, filename: passwd}
                postprocess:
                  - |
                    #!/bin/sh
                    echo base
                """);
        desk.with("host.yaml", """
                ref: my/${basearch}/host
                repos: [base]
                include: sub/base.yaml
                packages: [bash]
                metadata: {a: [1, true, "5"], "b/c": ''}
                """);
        FlatTreefile flat = reader.flatten(desk.path("host.yaml"));
        assertThat(flat.toYaml().replace(directory + "/", "")).isEqualTo("""
                ref: my/x86_64/host  # host.yaml:1
                repos:
                  - base  # host.yaml:2
                packages:
                  - vim  # sub/base.yaml:1
                  - less  # sub/base.yaml:1
                  - "'podman >= 5'"  # sub/base.yaml:1
                  - bash  # host.yaml:4
                add-files:
                  -
                    - sub/motd  # sub/base.yaml:2
                    - /etc/motd  # sub/base.yaml:2
                postprocess:
                  - |  # sub/base.yaml:5
                    #!/bin/sh
                    echo base
                metadata:
                  a:
                    - 1  # host.yaml:5
                    - true  # host.yaml:5
                    - "5"  # host.yaml:5
                  b/c: ""  # host.yaml:5
                check-passwd:
                  type: file  # sub/base.yaml:3
                  filename: sub/passwd  # sub/base.yaml:3
                """);
        assertThat(flat.origins())
                .containsEntry(
                        "/packages/2",
                        new FlatTreefile.Origin(desk.path("sub/base.yaml").toString(), 1, 22))
                .containsEntry(
                        "/metadata/b~1c",
                        new FlatTreefile.Origin(desk.path("host.yaml").toString(), 5, 38));
        assertThat(flat.refusals())
                .extracting(Problem::message)
                .allMatch(message -> message.startsWith("file '"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "5",
                "true",
                "null",
                "~",
                "",
                " a",
                "a ",
                "a: b",
                "a #b",
                "- a",
                "---",
                "...",
                "#!x\n",
                "a\nb",
                "a\n\nb\n\n\n",
                "\n a\n",
                "a\tb",
                "a\\\"b'",
                "a\r\nb",
                " ",
                "\uFEFFa",
                "1e3",
                "0x10",
                "[a]",
                "{a}",
                "*a",
                "&a",
                "%a",
                "@a",
                "a\n  b\n c\n",
                "a\n \nb",
                "\u2028",
                "\uD83D\uDE00 x",
                "ä ö\nß",
                "x:\n",
                "a'b",
                "=",
                "!x",
                "|",
                ">-"
            })
    void every_string_comes_back_as_it_was(String text) throws IOException {
        TextDocument json = TextDocument.of(
                Path.of("a.json"),
                JsonText.write(Map.of("m", List.of(text), text, text)).getBytes("UTF-8"));
        YamlText yaml = new YamlText();
        Node.Mapping before = (Node.Mapping) json.parse();
        before.entries().forEach(entry -> yaml.entry(entry.name(), entry.value()));
        assertThat(TextDocument.of(Path.of("a.yaml"), yaml.text().getBytes("UTF-8"))
                        .parse()
                        .plain())
                .isEqualTo(before.plain());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fedora-coreos/manifest.yaml",
                "fedora-atomic-25/fedora-atomic-docker-host.json",
                "centos-atomic/centos-atomic-host.json",
                "centos-atomic/centos-atomic-base.json"
            })
    void a_printed_manifest_is_a_treefile_of_the_same_meaning(String name) throws IOException {
        FlatTreefile flat = reader.flatten(Fixtures.path("manifests/" + name));
        Files.writeString(desk.path("flat.yaml"), flat.toYaml());
        Files.writeString(desk.path("flat.json"), JsonText.write(flat.plain()));
        assertThat(reader.flatten(desk.path("flat.yaml")).plain()).isEqualTo(flat.plain());
        assertThat(reader.flatten(desk.path("flat.json")).plain()).isEqualTo(flat.plain());
        assertThat(flat.origins()).hasSizeGreaterThan(20);
        assertThat(flat.origins().values()).allSatisfy(origin -> {
            List<String> lines = Files.readAllLines(Path.of(origin.file()));
            assertThat(origin.line()).isBetween(1, lines.size());
        });
    }

    /** Counted by hand in the manifests: what their includes, conditions and {@code packages-ARCH} come to. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x86_64  | grub2-efi-x64   | qemu-user-static-x86 | 18
            aarch64 | grub2-efi-aa64  | amd-ucode-firmware   | 18
            ppc64le | librtas         | grub2-efi-x64        | 18
            s390x   | /usr/sbin/zipl  | irqbalance           | 17
            """)
    void coreos_is_another_list_of_packages_for_each_architecture(String arch, String has, String hasNot, int files) {
        FlatTreefile flat = new TreefileReader(arch).flatten(Fixtures.path("manifests/fedora-coreos/manifest.yaml"));
        assertThat(flat.sources()).hasSize(files);
        assertThat(flat.plain().get("ref")).isEqualTo("fedora/" + arch + "/coreos/testing-devel");
        assertThat(flat.plain().get("repos")).isEqualTo(List.of("fedora", "fedora-updates"));
        assertThat(flat.plain().get("packages"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
                .contains(has, "kernel", "podman", "zincati")
                .doesNotContain(hasNot, "dnf5", "python3")
                .doesNotHaveDuplicates()
                .first()
                .isEqualTo("atheros-firmware");
    }

    @Test
    void what_cannot_be_read_is_not_printed() {
        desk.with("host.yaml", "ref: a/${b}\n");
        assertThatThrownBy(() -> reader.flatten(desk.path("host.yaml")))
                .hasMessageContaining("undefined variable '${b}'");
        desk.with("host.yaml", "packages: 5\n");
        assertThatThrownBy(() -> reader.flatten(desk.path("host.yaml")))
                .hasMessageContaining("must be a list of strings");
    }

    @Test
    void kickstart_packages_are_included_as_a_list() {
        desk.with("more.ks", "%packages\ntmux\n%end\n").with("host.ks", """
                # the installer's own
                lang en_US.UTF-8
                %include more.ks
                %packages --exclude-weakdeps --ignoremissing --inst-langs=en,de
                @core
                @^server-product-environment
                vim-minimal  # an editor
                -plymouth
                kernel
                %end
                %post
                echo not of packages
                %end
                """);
        Treefile treefile = desk.host("include: host.ks\npackages: [bash]\n");
        assertThat(treefile.packages().install().stream().map(Located::value).collect(Collectors.toList()))
                .containsExactly("tmux", "vim-minimal", "kernel", "bash");
        assertThat(treefile.packages().groups())
                .extracting(Located::value)
                .containsExactly("@core", "@^server-product-environment");
        assertThat(treefile.packages().exclude()).extracting(Located::value).containsExactly("plymouth");
        assertThat(treefile.packages().recommends()).isFalse();
        assertThat(treefile.packages().installLangs()).contains(List.of("en", "de"));
        assertThat(treefile.packages().install().get(1).at()).hasToString(desk.path("host.ks") + ":7:1");
    }

    @Test
    void tells_what_is_wrong_with_a_kickstart_file() {
        desk.with("host.ks", """
                %include /etc/passwd
                %packages --exclude-weakdep
                -@core
                @base --optional
                """);
        assertThat(desk.wrongIn("include: host.ks\n").replace(directory + "/", ""))
                .isEqualTo("""
                host.ks:1:10: '%include /etc/passwd' names no file below this one's directory
                host.ks:2:11: the argument '--exclude-weakdep' of '%packages' is not built (did you mean '--exclude-weakdeps'?)
                host.ks:3:1: leaving out a group, '-@core', is not built: packages of it may be wanted by others; name its packages, each with '-'
                host.ks:4:7: arguments of a group, '@base --optional', are not built: a group is its mandatory and default packages; remove them
                host.ks:2:1: '%packages' has no end; write '%end' in a line of its own""");
    }
}
