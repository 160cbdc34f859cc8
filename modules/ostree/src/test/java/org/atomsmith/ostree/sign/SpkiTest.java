package org.atomsmith.ostree.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.atomsmith.ostree.OstreeCommand;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in X.509's form, both ways with OpenSSL. */
final class SpkiTest {
    private static final byte[] DATA = "a commit".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path tmp;

    private String path(String name) {
        return tmp.resolve(name).toString();
    }

    private void makeKey(String algorithm) throws IOException {
        Assumptions.assumeTrue(OstreeCommand.exitCode("openssl", "version") == 0, "openssl is not installed");
        String[] words = ("openssl genpkey -algorithm " + algorithm + " -out " + path("secret")).split(" ");
        OstreeCommand.run(words);
        OstreeCommand.run("openssl", "pkey", "-in", path("secret"), "-pubout", "-out", path("public"));
        Files.write(tmp.resolve("data"), DATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ed448"})
    void signs_and_verifies_as_openssl_does(String algorithm) throws IOException {
        makeKey(algorithm);
        Signer signer =
                SignatureType.SPKI.signers(tmp.resolve("secret"), Map.of()).getFirst();
        byte[] ours = signer.sign(DATA);
        Files.write(tmp.resolve("ours"), ours);
        OstreeCommand.run(
                "openssl",
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-inkey",
                path("public"),
                "-in",
                path("data"),
                "-sigfile",
                path("ours"));
        OstreeCommand.run(
                "openssl",
                "pkeyutl",
                "-sign",
                "-rawin",
                "-inkey",
                path("secret"),
                "-in",
                path("data"),
                "-out",
                path("theirs"));
        TrustedKeys keys = SignatureType.SPKI.keys(Map.of());
        keys.addFile(tmp.resolve("public"));
        assertThat(keys.verify(DATA, List.of(Files.readAllBytes(tmp.resolve("theirs")))))
                .contains("verified successfully");
        assertThatThrownBy(() -> keys.verify(new byte[] {1}, List.of(ours)))
                .isInstanceOf(UntrustedSignatureException.class)
                .hasMessageContaining("couldn't be verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC -pkeyopt ec_paramgen_curve:P-256"})
    void other_kinds_of_keys_are_hashed_with_sha256(String algorithm) throws IOException {
        makeKey(algorithm);
        byte[] ours = SignatureType.SPKI
                .signers(tmp.resolve("secret"), Map.of())
                .getFirst()
                .sign(DATA);
        Files.write(tmp.resolve("ours"), ours);
        OstreeCommand.run(
                "openssl", "dgst", "-sha256", "-verify", path("public"), "-signature", path("ours"), path("data"));
    }

    @Test
    void refuses_what_is_no_key() {
        assertThatThrownBy(() -> SignatureType.SPKI.keys(Map.of()).add("bm8ga2V5"))
                .isInstanceOf(SignatureKeyException.class);
        assertThatThrownBy(() -> SignatureType.ofName("nosuch"))
                .hasMessageContaining("Requested signature type is not implemented");
        assertThatThrownBy(() -> SignatureType.DUMMY.keys(Map.of()).verify(DATA, List.of(DATA)))
                .isInstanceOf(UntrustedSignatureException.class);
    }

    @Test
    void says_that_a_passphrase_protects_a_key() throws IOException {
        makeKey("RSA");
        OstreeCommand.run(
                ("openssl pkcs8 -topk8 -passout pass:p -in " + path("secret") + " -out " + path("modern")).split(" "));
        OstreeCommand.run(
                ("openssl rsa -traditional -aes128 -passout pass:p -in " + path("secret") + " -out " + path("old"))
                        .split(" "));
        for (String name : List.of("modern", "old")) {
            assertThatThrownBy(() -> SignatureType.SPKI.signers(tmp.resolve(name), Map.of()))
                    .isInstanceOf(SignatureKeyException.class)
                    .hasMessageContaining("protected by a passphrase: `openssl pkcs8");
        }
        String base64 = Files.readString(tmp.resolve("modern")).replaceAll("-----[A-Z ]*-----|\n", "");
        assertThatThrownBy(() -> SignatureType.SPKI.signer(base64, Map.of()))
                .hasMessageContaining("protected by a passphrase");
    }
}
