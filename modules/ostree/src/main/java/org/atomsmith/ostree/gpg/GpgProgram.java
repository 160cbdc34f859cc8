package org.atomsmith.ostree.gpg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.ostree.sign.SignatureKeyException;
import org.atomsmith.ostree.sign.Signer;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * Signs with the program {@code gpg}, for keys that only it can use: those with a passphrase, and those on a card.
 *
 * @param home the directory with the key
 * @param id which key
 */
record GpgProgram(Path home, String id) implements Signer {

    @Override
    public String metadataKey() {
        return "ostree.gpgsigs";
    }

    @Override
    public byte[] sign(byte[] data) {
        try {
            Path file = Files.createTempFile("sign-", "");
            try {
                Files.write(file, data);
                return sign(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("signing with gpg and the key " + id + " of " + home, e);
        }
    }

    private byte[] sign(Path file) throws IOException {
        CommandResult result = Command.of(
                        "gpg",
                        "--homedir",
                        home.toString(),
                        "--local-user",
                        id,
                        "--armor",
                        "--output",
                        "-",
                        "--detach-sign",
                        file.toString())
                .withInheritedEnvironment()
                .run();
        List<PGPSignature> signatures =
                GpgKeyring.parseSignatures(result.output().getBytes(StandardCharsets.US_ASCII));
        if (!result.succeeded() || signatures.isEmpty()) {
            throw new SignatureKeyException("gpg did not sign with the key " + id + " of " + home + ": "
                    + result.errors().strip());
        }
        return signatures.getFirst().getEncoded();
    }
}
