package org.atomsmith.cli.rpm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.rpm.openpgp.Keyring;
import org.atomsmith.rpm.openpgp.SignatureVerifier;
import picocli.CommandLine.Option;

/** The keys that are trusted. */
final class KeyOptions {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "A public key, or a directory of them (.asc, .gpg, .pgp); may be repeated.")
    private List<Path> keys = new ArrayList<>();

    /** What checks signatures; empty when no key was named. */
    Optional<SignatureVerifier> verifier() throws IOException {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        List<Keyring> rings = new ArrayList<>();
        for (Path key : keys) {
            rings.add(Keyring.read(key));
        }
        return Optional.of(new SignatureVerifier(
                Keyring.all(rings), InstantSource.system(), SignatureVerifier.KeyExpiry.WHEN_SIGNED));
    }
}
