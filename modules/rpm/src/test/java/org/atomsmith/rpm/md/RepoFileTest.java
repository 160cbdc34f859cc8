package org.atomsmith.rpm.md;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.TextFileException;
import org.atomsmith.rpm.TransferOptions;
import org.atomsmith.tls.TlsOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepoFileTest {
    private static final Map<String, String> VARIABLES = Map.of("releasever", "42", "basearch", "x86_64");

    @Test
    void reads_every_key_with_variables_lists_and_continuations() throws IOException {
        RepoFile file = parse("""
                # a comment
                [base]
                name = Base $releasever - ${basearch}
                baseurl=https://a/$releasever/$basearch/os
                        file:///b/, http://c/x/
                ; another comment
                        https://d/
                enabled=No
                gpgcheck=1
                repo_gpgcheck=yes
                gpgkey=file:///etc/key https://k/$releasever.asc keys/own.asc
                priority=10
                cost=500
                exclude=kernel* foo.i686
                includepkgs=bar
                metadata_expire=7d

                [other]
                baseurl=http://o
                gpgcheck=0
                """);
        assertThat(file.ids()).containsExactly("base", "other");
        assertThat(file.define("base", VARIABLES)).hasValueSatisfying(r -> {
            assertThat(r.name()).isEqualTo("Base 42 - x86_64");
            assertThat(r.bases())
                    .map(URI::toString)
                    .containsExactly("https://a/42/x86_64/os/", "file:///b/", "http://c/x/", "https://d/");
            assertThat(r.enabled()).isFalse();
            assertThat(r.gpgCheck()).isTrue();
            assertThat(r.repoGpgCheck()).isTrue();
            assertThat(r.gpgKeys())
                    .map(URI::toString)
                    .containsExactly("file:///etc/key", "https://k/42.asc", "file:///treefiles/keys/own.asc");
            assertThat(r.priority()).isEqualTo(10);
            assertThat(r.cost()).isEqualTo(500);
            assertThat(r.excludes()).containsExactly("kernel*", "foo.i686");
            assertThat(r.includes()).containsExactly("bar");
            assertThat(r.origin()).isEqualTo("test.repo:2");
        });
        assertThat(file.define("other", VARIABLES)).hasValueSatisfying(r -> {
            assertThat(r.name()).isEqualTo("other");
            assertThat(r.enabled()).isTrue();
            assertThat(r.gpgCheck()).isFalse();
            assertThat(r.repoGpgCheck()).isFalse();
            assertThat(r.priority()).isEqualTo(99);
            assertThat(r.cost()).isEqualTo(1000);
        });
        assertThat(file.define("none", VARIABLES)).isEmpty();
    }

    @Test
    void system_stands_for_this_machines_mirrors() throws IOException {
        assertThat(parse("[base]\nbaseurl=system\n").define("base", VARIABLES)).hasValueSatisfying(r -> {
            assertThat(r.system()).isTrue();
            assertThat(r.bases()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[a]\\nbaseurl=http://x\\ngpgchek=1          | test.repo:3:1: unknown key 'gpgchek' (did you mean 'gpgcheck'?)",
                "[a]\\nbaseurl=http://x\\nwarp_speed=9       | test.repo:3:1: unknown key 'warp_speed'",
                "[a]\\nbaseurl=http://x\\nsslverifystatus=1  | test.repo:3:1: 'sslverifystatus' is a key of dnf's that is not supported",
                "[a]\\nbaseurl=http://x\\nsslclientkey=/k    | test.repo:3:14: 'sslclientkey' needs 'sslclientcert'",
                "[a]\\nbaseurl=http://x\\nproxy=socks5://p   | test.repo:3:7: 'socks5://p' is not the address of an HTTP proxy",
                "[a]\\nbaseurl=http://x\\npassword=p         | test.repo:3:10: 'password' needs 'username'",
                "[a]\\nmetalink=https://m https://n          | test.repo:2:10: 'metalink' is one address, found 2",
                "[a]\\nbaseurl=http://x\\ngpgcheck = maybe   | test.repo:3:12: 'gpgcheck': expected 0 or 1, found 'maybe'",
                "[a]\\nbaseurl=http://x\\npriority=high      | test.repo:3:10: 'priority': expected a number, found 'high'",
                "[a]\\nbaseurl=http://x\\ngpgkey=http://k    | test.repo:3:8: 'http://k' is no address that 'gpgkey' takes",
                "[a]\\nbaseurl=ftp://x                       | test.repo:2:9: 'ftp://x/' is no address that 'baseurl' takes",
                "[a]\\nbaseurl=system http://x               | test.repo:2:9: 'system' stands alone",
                "[a]\\nbaseurl=http://x/$relasever           | test.repo:2:18: variable $relasever has no value (did you mean 'releasever'?)",
                "[a]\\nname=x                                | test.repo:1:1: repository 'a' has no 'baseurl', 'metalink' or 'mirrorlist'",
                "[a]\\nbaseurl=http://x\\nbaseurl=http://y   | test.repo:3:1: key 'baseurl' is given in line 2 already",
                "[a]\\nname=x\\n[a]                          | test.repo:3:2: repository 'a' is defined in line 1 already",
                "[main]\\nname=x                             | test.repo:1:1: section [main] belongs to dnf.conf",
                "name=x                                      | test.repo:1:1: expected [repository-id] before",
                "[a]\\nwhat is this                          | test.repo:2:1: expected key=value, found 'what is this'",
                "[a b]\\nname=x                              | test.repo:1:1: expected [repository-id], found '[a b]'",
            })
    void names_the_place_of_every_mistake(String text, String message) {
        assertThatThrownBy(() -> parse(text.replace("\\n", "\n")).define("a", VARIABLES))
                .isInstanceOf(TextFileException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void a_nul_character_is_refused_with_its_place() {
        assertThatThrownBy(() -> parse("[a]\nbaseurl=http:\0//x\n"))
                .isInstanceOf(TextFileException.class)
                .hasMessage("test.repo:2:14: a NUL character is not text");
    }

    @Test
    void reads_how_files_are_transferred_and_where_mirrors_are_named() throws IOException {
        RepoFile file = parse("""
                [a]
                metalink=https://mirrors/metalink?repo=f-$releasever_major&arch=$basearch
                proxy=http://proxy:3128
                proxy_username=me
                proxy_password=secret
                sslcacert=ca.pem
                sslclientcert=file:///etc/pki/entitlement/1.pem
                sslclientkey=1-key.pem
                username=us
                password=pw
                module_hotfixes=1
                skip_if_unavailable=true
                countme=1
                [b]
                mirrorlist=http://mirrors/${releasever_minor:-none}/${basearch:+arch}/${nothing:-x}/list
                proxy=_none_
                sslverify=0
                """);
        RepoDefinition a = file.define("a", Map.of("releasever", "9.4", "basearch", "x86_64"))
                .orElseThrow();
        assertThat(a.metalink()).hasToString("Optional[https://mirrors/metalink?repo=f-9&arch=x86_64]");
        assertThat(a.bases()).isEmpty();
        assertThat(a.moduleHotfixes()).isTrue();
        assertThat(a.skipIfUnavailable()).isTrue();
        assertThat(a.transfer())
                .isEqualTo(new TransferOptions(
                        Optional.of(URI.create("http://proxy:3128")),
                        false,
                        Optional.of(new TransferOptions.Login("me", "secret")),
                        new TlsOptions(
                                false,
                                Optional.of(Path.of("/treefiles/ca.pem")),
                                Optional.of(Path.of("/etc/pki/entitlement/1.pem")),
                                Optional.of(Path.of("/treefiles/1-key.pem"))),
                        Optional.of(new TransferOptions.Login("us", "pw"))));
        assertThat(a.transfer().toString()).doesNotContain("secret").doesNotContain("pw");
        RepoDefinition b = file.define("b", Map.of("releasever", "9", "basearch", "x86_64"))
                .orElseThrow();
        assertThat(b.mirrorlist()).hasToString("Optional[http://mirrors/none/arch/x/list]");
        assertThat(b.transfer().direct()).isTrue();
        assertThat(b.transfer().tls().permissive()).isTrue();
    }

    @Test
    void reads_the_files_of_real_distributions() throws IOException {
        Path manifests = Fixtures.of("manifests");
        List<Path> files;
        try (Stream<Path> all = Files.walk(manifests)) {
            files = all.filter(p -> p.toString().endsWith(".repo")).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(5);
        for (Path file : files) {
            RepoFile parsed = RepoFile.parse(
                    Files.readString(file, StandardCharsets.UTF_8), file.toString(), file.resolveSibling(""));
            assertThat(parsed.ids()).as(file.toString()).isNotEmpty();
            for (String id : parsed.ids()) {
                try {
                    assertThat(parsed.define(id, VARIABLES)).isPresent();
                } catch (TextFileException e) {
                    assertThat(e).hasMessageMatching("(?s).*has no value.*");
                }
            }
        }
    }

    private static RepoFile parse(String text) throws TextFileException {
        return RepoFile.parse(text, "test.repo", Path.of("/treefiles"));
    }
}
