package org.atomsmith.compose.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.atomsmith.ostree.object.Checksum;

/** SHA-256 of files' contents alone: an object's checksum covers its owner and mode too. */
public final class FileDigests {
    private FileDigests() {}

    /** A digest of nothing yet. */
    public static MessageDigest sha256() {
        return Checksum.sha256OfContent();
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
