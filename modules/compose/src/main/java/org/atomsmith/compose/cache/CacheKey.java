package org.atomsmith.compose.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Collects what a result depends on and gives its key: SHA-256 over every part with its length, so that parts cannot run
 * into each other.
 */
public final class CacheKey {
    private final MessageDigest digest;

    /** Starts a key for one kind of result; raise {@code version} whenever the code that makes it gives other bytes. */
    public CacheKey(String kind, int version) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        add(kind).add(Integer.toString(version));
    }

    /** Adds a part. */
    public CacheKey add(String part) {
        return add(part.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a part. */
    public CacheKey add(byte[] part) {
        long n = part.length;
        for (int shift = 56; shift >= 0; shift -= 8) {
            digest.update((byte) (n >> shift));
        }
        digest.update(part);
        return this;
    }

    /** The key of what was added: 64 hexadecimal digits. Nothing can be added after it. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
