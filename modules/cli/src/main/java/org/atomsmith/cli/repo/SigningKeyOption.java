package org.atomsmith.cli.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atomsmith.cli.command.Session;
import org.atomsmith.cli.command.UsageException;
import org.atomsmith.rpm.openpgp.OpenPgpException;
import org.atomsmith.rpm.openpgp.SigningKey;
import picocli.CommandLine.Option;

/** {@code --sign-key}, for commands that write a repository; the passphrase is ATOMSMITH_SIGN_PASSPHRASE. */
final class SigningKeyOption {
    private static final long MAX_KEY = 1 << 20;

    @Option(names = "--sign-key", paramLabel = "FILE", description = "OpenPGP secret key that signs what is written.")
    private Optional<Path> file = Optional.empty();

    /**
     * The key, when one was named.
     *
     * @throws UsageException when the file holds no secret key, or the passphrase is another
     */
    Optional<SigningKey> read(Session session) throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String name = "--sign-key " + file.get();
        if (Files.size(file.get()) > MAX_KEY) {
            throw new UsageException(name + ": too large for a key");
        }
        try {
            String passphrase = session.environment().getOrDefault("ATOMSMITH_SIGN_PASSPHRASE", "");
            return Optional.of(SigningKey.parse(Files.readAllBytes(file.get()), passphrase.toCharArray(), name));
        } catch (OpenPgpException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
