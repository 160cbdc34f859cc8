package org.atomsmith.ostree.gpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atomsmith.ostree.OstreeCommand;
import org.atomsmith.ostree.gpg.GpgSignature.Verdict;
import org.atomsmith.ostree.sign.SignatureKeyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and signatures, both ways with GnuPG. */
final class GpgTest {
    private static final byte[] DATA = "a commit".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path tmp;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        Assumptions.assumeTrue(OstreeCommand.exitCode("gpg", "--version") == 0, "gpg is not installed");
        home = Files.createDirectory(
                tmp.resolve("gnupg"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(tmp.resolve("data"), DATA);
    }

    @AfterEach
    void endAgent() {
        OstreeCommand.exitCode("gpgconf", "--homedir", home.toString(), "--kill", "all");
    }

    private void gpg(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--yes", "--passphrase", ""));
        all.addAll(List.of(arguments));
        OstreeCommand.run(all.toArray(String[]::new));
    }

    private GpgKeyring exported() throws IOException {
        gpg("--output", tmp.resolve("keys").toString(), "--export");
        return GpgKeyring.read(tmp.resolve("keys"));
    }

    private byte[] signedByGpg() throws IOException {
        gpg(
                "--output",
                tmp.resolve("sig").toString(),
                "--detach-sign",
                tmp.resolve("data").toString());
        return Files.readAllBytes(tmp.resolve("sig"));
    }

    private static Verdict verdict(GpgKeyring keys, byte[] data, byte[] signature, Instant now) {
        List<GpgSignature> found = keys.verify(data, List.of(signature), now).signatures();
        assertThat(found).hasSize(1);
        return found.getFirst().verdict();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "ed25519", "nistp256"})
    void signs_with_keys_of_a_gnupg_directory(String algorithm) throws IOException {
        gpg("--quick-generate-key", "Test <test@example.com>", algorithm, "sign", "never");
        byte[] signature = new GpgHome(home).signer("test@example.com").sign(DATA);
        Files.write(tmp.resolve("ours"), signature);
        gpg("--verify", tmp.resolve("ours").toString(), tmp.resolve("data").toString());
        assertThat(verdict(exported(), DATA, signature, Instant.now())).isEqualTo(Verdict.GOOD);
    }

    @Test
    void tells_good_from_bad_expired_revoked_and_unknown() throws IOException {
        gpg("--quick-generate-key", "Test <test@example.com>", "ed25519", "sign", "2d");
        byte[] signature = signedByGpg();
        GpgKeyring keys = exported();
        Instant now = Instant.now();
        assertThat(verdict(keys, DATA, signature, now)).isEqualTo(Verdict.GOOD);
        assertThat(verdict(keys, new byte[] {1}, signature, now)).isEqualTo(Verdict.BAD);
        assertThat(verdict(keys, DATA, signature, now.plus(Duration.ofDays(3)))).isEqualTo(Verdict.KEY_EXPIRED);
        assertThat(verdict(GpgKeyring.EMPTY, DATA, signature, now)).isEqualTo(Verdict.KEY_MISSING);
        Path revocation = home.resolve("openpgp-revocs.d")
                .resolve(keys.certificates().getFirst().fingerprint() + ".rev");
        Files.writeString(revocation, Files.readString(revocation).replace("\n:-----BEGIN", "\n-----BEGIN"));
        gpg("--import", revocation.toString());
        assertThat(verdict(exported(), DATA, signature, now)).isEqualTo(Verdict.KEY_REVOKED);
        assertThat(verdict(keys.with(exported()), DATA, signature, now)).isEqualTo(Verdict.KEY_REVOKED);
    }

    @Test
    void signs_with_the_newest_signing_subkey() throws IOException {
        gpg("--quick-generate-key", "Test <test@example.com>", "ed25519", "sign", "never");
        String fingerprint = exported().certificates().getFirst().fingerprint();
        gpg("--quick-add-key", fingerprint, "rsa2048", "sign", "never");
        GpgKeyring keys = exported();
        byte[] signature = new GpgHome(home).signer(fingerprint).sign(DATA);
        GpgSignature known = keys.verify(DATA, List.of(signature), Instant.now())
                .signatures()
                .getFirst();
        assertThat(known.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(known.algorithm()).isEqualTo("RSA");
        assertThat(known.describe("")).contains("Primary key ID " + fingerprint.substring(24));
    }

    @Test
    void says_which_key_is_missing() {
        assertThatThrownBy(() -> new GpgHome(home).signer("nobody@example.com"))
                .isInstanceOf(SignatureKeyException.class)
                .hasMessageContaining("nobody@example.com");
    }

    @Test
    void broken_keyrings_and_signatures_are_never_good_and_break_nothing() throws IOException {
        gpg("--quick-generate-key", "Test <test@example.com>", "ed25519", "sign", "never");
        byte[] signature = signedByGpg();
        exported();
        byte[] keyring = Files.readAllBytes(tmp.resolve("keys"));
        GpgKeyring keys = GpgKeyring.parse(keyring, "keys");
        for (int length = 0; length < signature.length; length++) {
            assertThat(keys.verify(DATA, List.of(Arrays.copyOf(signature, length)), Instant.now())
                            .isTrusted())
                    .isFalse();
        }
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            keys.verify(DATA, List.of(flipped), Instant.now());
        }
        for (int length = 0; length < keyring.length; length++) {
            byte[] cut = Arrays.copyOf(keyring, length);
            try {
                GpgKeyring.parse(cut, "cut").verify(DATA, List.of(signature), Instant.now());
            } catch (SignatureKeyException e) {
                assertThat(e).hasMessageContaining("cut");
            }
        }
    }
}
