package org.atomsmith.cli.oci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.oci.ImageName;
import org.atomsmith.oci.OciException;
import org.atomsmith.oci.policy.SigstoreKey;
import picocli.CommandLine.Option;

/** How an image is signed, named as skopeo and podman name it. */
final class SigningOptions {
    private static final int MAX_FILE = 1 << 16;

    @Option(
            names = "--sign-by-sigstore-private-key",
            paramLabel = "FILE",
            description = "Sign the image with this key, in PEM or as cosign writes it, beside it in the registry.")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--sign-passphrase-file",
            paramLabel = "FILE",
            description = "The key's passphrase (default: ATOMSMITH_SIGN_PASSPHRASE).")
    private Optional<Path> passphraseFile = Optional.empty();

    @Option(
            names = "--sign-identity",
            paramLabel = "NAME",
            description = "What the image is to be called where it is not what it is pushed as, HOST/NAME:TAG.")
    private Optional<String> identity = Optional.empty();

    /** The key, when one was named. */
    Optional<SigstoreKey> key(Session session) throws IOException {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String passphrase = passphraseFile.isPresent()
                ? new String(read(passphraseFile.get()), StandardCharsets.UTF_8).stripTrailing()
                : session.environment().getOrDefault("ATOMSMITH_SIGN_PASSPHRASE", "");
        try {
            return Optional.of(SigstoreKey.parse(
                    read(key.get()), passphrase.toCharArray(), key.get().toString()));
        } catch (OciException e) {
            throw new UsageException("--sign-by-sigstore-private-key: " + e.getMessage());
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw new UsageException(file + " is too large for a key");
        }
        return Files.readAllBytes(file);
    }

    /** What the signature calls the image. */
    String name(ImageName pushed) {
        return identity.orElseGet(pushed::toString);
    }

    /** For targets beside which nothing can lie. */
    void requireNone() {
        if (key.isPresent()) {
            throw new UsageException("--sign-by-sigstore-private-key: a signature lies beside an image in a registry;"
                    + " an image layout directory has no place for one");
        }
    }
}
