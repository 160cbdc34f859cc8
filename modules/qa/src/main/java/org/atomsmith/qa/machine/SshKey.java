package org.atomsmith.qa.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomsmith.linux.Command;

/**
 * A key pair that lives as long as one machine.
 *
 * @param file the private key
 * @param line the public key, a line of {@code authorized_keys}
 */
record SshKey(Path file, String line) {

    /** Makes an Ed25519 pair at {@code file} and {@code file.pub}. */
    static SshKey generate(Path file) throws IOException {
        Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "atomsmith", "-f", file.toString())
                .runOrThrow();
        return new SshKey(file, Files.readString(Path.of(file + ".pub")).strip());
    }
}
