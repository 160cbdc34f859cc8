package org.atomsmith.oci.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.atomsmith.oci.OciException;

/** Where a public key stands. */
public sealed interface KeySource {
    /** No key is larger. */
    int MAX_SIZE = 1 << 16;

    /** A file, which is read when an image is judged. */
    record InFile(Path path) implements KeySource {
        @Override
        public VerificationKey key() throws IOException {
            try {
                if (Files.size(path) > MAX_SIZE) {
                    throw new OciException(path + " is too large for a public key");
                }
                return VerificationKey.parse(Files.readAllBytes(path), path.toString());
            } catch (NoSuchFileException e) {
                throw new OciException("there is no public key " + path + ", which the policy names", e);
            }
        }
    }

    /** The policy itself. */
    record Inline(byte[] bytes, String place) implements KeySource {
        @Override
        public VerificationKey key() throws OciException {
            return VerificationKey.parse(bytes, place);
        }
    }

    /**
     * Reads the key.
     *
     * @throws OciException when there is none
     */
    VerificationKey key() throws IOException;
}
