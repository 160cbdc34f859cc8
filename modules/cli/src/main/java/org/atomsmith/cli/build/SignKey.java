package org.atomsmith.cli.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.ostree.sign.Ed25519SecretKey;
import org.atomsmith.ostree.sign.GpgSecretKey;
import org.atomsmith.ostree.sign.SignatureKeyException;
import org.atomsmith.ostree.sign.Signer;

/** A file with a secret key. */
final class SignKey {
    private static final String PASSPHRASE = "ATOMSMITH_SIGN_PASSPHRASE";
    private static final long MAX_BYTES = 1 << 20;

    private SignKey() {}

    /**
     * Reads a key of the kind that the file has.
     *
     * @param epoch the time in OpenPGP signatures; when absent, the key's own, so that signatures are the same each time
     */
    static Signer read(Path file, Map<String, String> environment, OptionalLong epoch) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new UsageException("--sign-key " + file + ": too large for a key");
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            if (isOpenPgp(bytes)) {
                char[] passphrase = environment.getOrDefault(PASSPHRASE, "").toCharArray();
                return GpgSecretKey.parse(bytes, passphrase, Instant.ofEpochSecond(epoch.orElse(0)));
            }
            return Ed25519SecretKey.parse(new String(bytes, StandardCharsets.UTF_8).strip());
        } catch (SignatureKeyException e) {
            throw new UsageException("--sign-key " + file + ": " + e.getMessage());
        }
    }

    /** Armored, or binary, whose first byte has its highest bit set: no base64 has. */
    private static boolean isOpenPgp(byte[] bytes) {
        return bytes.length > 0
                && (bytes[0] < 0
                        || new String(bytes, StandardCharsets.ISO_8859_1)
                                .stripLeading()
                                .startsWith("-----BEGIN PGP"));
    }
}
