package org.atomsmith.qa.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A person's public keys, as {@code ssh-keygen} writes them and {@code authorized_keys} lists them (sshd(8)). */
public final class AuthorizedKeys {
    private static final String KEY = "(ssh-|ecdsa-|sk-)[\\w@.-]+ [A-Za-z0-9+/=]+( [\\x20-\\x7e]*)?";
    private static final long LIMIT = 1 << 20;

    private AuthorizedKeys() {}

    /**
     * Reads the keys of a file. Of a private key's file the public one beside it, {@code FILE.pub}, is read.
     *
     * @throws IOException if it cannot be read, or holds no public key
     */
    public static List<String> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no key file of this name");
        }
        if (Files.size(file) > LIMIT) {
            throw new IOException(file + " is larger than " + LIMIT + " bytes: it is no file of keys");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (text.startsWith("-----BEGIN ")) {
            return read(Path.of(file + ".pub"));
        }
        List<String> keys = text.lines()
                .map(String::strip)
                .filter(line -> line.matches(KEY))
                .toList();
        if (keys.isEmpty()) {
            throw new IOException(file + " holds no public key: expected a line like"
                    + " 'ssh-ed25519 AAAA... comment' (`ssh-keygen -t ed25519` makes one in ~/.ssh/id_ed25519.pub)");
        }
        return keys;
    }
}
