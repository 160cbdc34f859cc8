package org.atomsmith.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.atomsmith.deb.AptSource.SignedBy;
import org.atomsmith.rpm.TextFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesFileTest {
    private static final Path HERE = Path.of("/home/user/host");

    private static List<AptSource> parse(String text) throws TextFileException {
        return SourcesFile.parse(text, "debian.sources", HERE);
    }

    @Test
    void reads_a_stanza_as_apt_does() throws Exception {
        List<AptSource> sources = parse("""
                # the archive
                Types: deb deb-src
                URIs: system
                Suites: trixie trixie-updates
                Components: main contrib
                Architectures: amd64
                Signed-By: /usr/share/keyrings/a.gpg, keys/b.asc
                Check-Valid-Until: no
                X-Note: mine

                Types: deb-src
                URIs: https://mirror.example/x
                Suites: trixie
                Components: main

                Types: deb
                Enabled: no
                URIs: https://mirror.example/x
                Suites: trixie
                Components: main

                Types: deb
                URIs: https://mirror.example/flat
                Suites: ./
                Trusted: yes
                """);
        assertThat(sources).hasSize(2);
        AptSource first = sources.getFirst();
        assertThat(first.system()).isTrue();
        assertThat(first.place()).isEqualTo("debian.sources:2");
        assertThat(first.suites()).containsExactly("trixie", "trixie-updates");
        assertThat(first.components()).containsExactly("main", "contrib");
        assertThat(first.checkValidUntil()).isFalse();
        assertThat(first.signedBy())
                .containsExactly(
                        new SignedBy.KeyFile(Path.of("/usr/share/keyrings/a.gpg")),
                        new SignedBy.KeyFile(HERE.resolve("keys/b.asc")));
        assertThat(sources.get(1).trusted()).isTrue();
        assertThat(sources.get(1).components()).isEmpty();
    }

    @Test
    void reads_fingerprints_and_inline_keys() throws Exception {
        String head = "Types: deb\nURIs: system\nSuites: a\nComponents: main\nSigned-By: ";
        assertThat(parse(head + "b8e5f13176d2a7a75220028078dba3bc47ef2265")
                        .getFirst()
                        .signedBy())
                .containsExactly(new SignedBy.Fingerprint("B8E5F13176D2A7A75220028078DBA3BC47EF2265"));
        AptSource inline = parse(head
                        + "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc=\n -----END PGP PUBLIC KEY BLOCK-----")
                .getFirst();
        assertThat(inline.signedBy())
                .containsExactly(new SignedBy.InlineKey(
                        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc=\n-----END PGP PUBLIC KEY BLOCK-----\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Suite: x|                        debian.sources:5:1: unknown key 'Suite' (did you mean 'Suites'?)
            Snapshot: yes|                   debian.sources:5:1: 'Snapshot' is a key of apt's that is not supported here; remove it
            Trusted: maybe|                  debian.sources:5:10: Trusted: expected 'yes' or 'no', found 'maybe'
            Signed-By: what|                 debian.sources:5:12: 'what' is neither a key file (.gpg, .asc) nor a fingerprint of 40 hexadecimal digits
            types: deb|                      debian.sources:5:1: 'types' was already given in line 1
            """)
    void says_where_what_and_what_is_valid(String line, String message) {
        assertThatThrownBy(() -> parse("Types: deb\nURIs: system\nSuites: a\nComponents: main\n" + line + "\n"))
                .hasMessage(message);
    }

    @Test
    void says_what_is_missing_or_does_not_fit() {
        assertThatThrownBy(() -> parse("Types: deb\nURIs: sytem\nSuites: a\nComponents: main\n"))
                .hasMessageContaining("debian.sources:2:7: 'sytem' is no address")
                .hasMessageContaining("did you mean 'system'?");
        assertThatThrownBy(() -> parse("Types: deb\nURIs: system\nComponents: main\n"))
                .hasMessage("debian.sources:1:1: key 'Suites' is missing");
        assertThatThrownBy(() -> parse("Types: deb\nURIs: system\nSuites: a\n"))
                .hasMessageContaining("key 'Components' is missing");
        assertThatThrownBy(() -> parse("Types: rpm\nURIs: system\nSuites: a\nComponents: main\n"))
                .hasMessageContaining("1:8: unknown type 'rpm'");
        assertThatThrownBy(() -> parse("Types: deb\nURIs: system\nSuites: a/\nComponents: main\n"))
                .hasMessageContaining("4:13: suite 'a/' is an exact path");
        assertThatThrownBy(() -> parse("Types: deb\nURIs: system\nSuites: ../../a\nComponents: main\n"))
                .hasMessageContaining("leaves the archive");
    }
}
