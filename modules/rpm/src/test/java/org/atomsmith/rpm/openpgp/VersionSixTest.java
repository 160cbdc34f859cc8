package org.atomsmith.rpm.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import org.atomsmith.rpm.openpgp.SignatureVerifier.KeyExpiry;
import org.junit.jupiter.api.Test;

/** Keys and signatures of version 6 (RFC 9580), which Sequoia's sq made. */
class VersionSixTest {
    private static final byte[] CONTENT = "hi\n".getBytes(StandardCharsets.UTF_8);

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(VersionSixTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    private static SigningKey key() throws IOException {
        return SigningKey.parse(resource("v6-secret.asc"), new char[0], "v6-secret.asc");
    }

    private static SignatureVerifier verifier() throws IOException {
        Keyring keyring = Keyring.parse(key().certificate(), "v6");
        return new SignatureVerifier(keyring, InstantSource.system(), KeyExpiry.WHEN_SIGNED);
    }

    @Test
    void a_signature_that_sq_made_is_good() throws IOException {
        Signer signer = verifier().detached(CONTENT, resource("v6-signature.asc"), "x");
        assertThat(signer.fingerprint()).hasSize(64);
        assertThat(SignatureDescription.of(resource("v6-signature.asc")).orElseThrow())
                .hasToString("V6 Ed25519/SHA512 Signature, key ID "
                        + key().fingerprint().substring(0, 16).toLowerCase(Locale.ROOT));
    }

    @Test
    void a_signature_that_we_make_is_good() throws IOException {
        byte[] signature = key().sign(CONTENT, Instant.EPOCH);
        assertThat(verifier().detached(CONTENT, signature, "x").signingKey()).isEqualTo(key().fingerprint());
        assertThatThrownBy(() -> verifier().detached(new byte[] {1}, signature, "x"))
                .isInstanceOf(OpenPgpException.BadSignature.class);
    }
}
