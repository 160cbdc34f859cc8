package org.atomsmith.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Identifiers of a disk's parts, derived from what the disk is made of: the same input gives the same GUIDs, and two
 * different disks never share one. In the form of RFC 9562's version 8.
 */
public final class Identifiers {
    private final Supplier<String> content;

    /** Identifiers of a disk. */
    Identifiers(String content) {
        this(() -> content);
    }

    /** Identifiers of a disk that is looked at only when one is asked for. */
    Identifiers(Supplier<String> content) {
        this.content = content;
    }

    /** The identifier of one part of the disk. */
    public UUID of(String part) {
        byte[] digest = digest(part);
        digest[6] = (byte) (digest[6] & 0x0f | 0x80);
        digest[8] = (byte) (digest[8] & 0x3f | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** A 32-bit serial number of one part of the disk. */
    public int serial(String part) {
        return ByteBuffer.wrap(digest(part)).getInt();
    }

    private byte[] digest(String part) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(("atomsmith\0" + content.get() + "\0" + part).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
