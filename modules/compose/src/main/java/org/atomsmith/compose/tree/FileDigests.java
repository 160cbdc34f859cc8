package org.atomsmith.compose.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files' contents alone: an object's checksum covers its owner and mode too. */
public final class FileDigests {
    private FileDigests() {}

    /** A digest of nothing yet. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java platform lacks SHA-256", e);
        }
    }

    /** What a digest came to, hexadecimal. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Reads a content for its digest. */
    public static String of(Node.File file, ObjectStore objects) throws IOException {
        try (InputStream content = objects.open(file);
                DigestInputStream summing = new DigestInputStream(content, sha256())) {
            summing.transferTo(OutputStream.nullOutputStream());
            return hex(summing.getMessageDigest());
        }
    }
}
