package org.atomsmith.ostree.object;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.atomsmith.linux.NativeSha256;

/**
 * The SHA-256 that names an object. Ordered as its bytes (and so as its hex digits).
 *
 * @param a bytes 0-7, big-endian
 * @param b bytes 8-15
 * @param c bytes 16-23
 * @param d bytes 24-31
 */
public record Checksum(long a, long b, long c, long d) implements Comparable<Checksum> {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final HexFormat HEX = HexFormat.of();

    /** How many bytes a checksum has. */
    public static final int SIZE = 32;

    /**
     * A checksum from its 32 bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static Checksum of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("a checksum has 32 bytes, not " + bytes.length);
        }
        return new Checksum((long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, 8), (long) LONGS.get(bytes, 16), (long)
                LONGS.get(bytes, 24));
    }

    /** The checksum of bytes. */
    public static Checksum digest(byte[] bytes) {
        return of(sha256().digest(bytes));
    }

    /** A new SHA-256, whose result is for {@link #of}. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** A new SHA-256 for what may be much: by the system's library, where it has one. */
    public static MessageDigest sha256OfContent() {
        return NativeSha256.create().orElseGet(Checksum::sha256);
    }

    /**
     * A checksum from 64 lower-case hex digits.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Checksum parse(String hex) {
        return tryParse(hex)
                .orElseThrow(() -> new IllegalArgumentException("'" + hex + "' is no checksum (64 hex digits)"));
    }

    /** A checksum from 64 lower-case hex digits, or nothing when the text is anything else. */
    public static Optional<Checksum> tryParse(String hex) {
        if (hex.length() != 2 * SIZE) {
            return Optional.empty();
        }
        for (int i = 0; i < hex.length(); i++) {
            char digit = hex.charAt(i);
            if (!(digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f')) {
                return Optional.empty();
            }
        }
        return Optional.of(of(HEX.parseHex(hex)));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        LONGS.set(bytes, 0, a);
        LONGS.set(bytes, 8, b);
        LONGS.set(bytes, 16, c);
        LONGS.set(bytes, 24, d);
        return bytes;
    }

    /** 64 lower-case hex digits. */
    public String hex() {
        return HEX.formatHex(bytes());
    }

    /** OSTree's modified base64: 43 characters, {@code _} for {@code /}, no padding; used in paths of deltas. */
    public String modifiedBase64() {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes()).replace('/', '_');
    }

    @Override
    public int compareTo(Checksum other) {
        int order = Long.compareUnsigned(a, other.a);
        order = order != 0 ? order : Long.compareUnsigned(b, other.b);
        order = order != 0 ? order : Long.compareUnsigned(c, other.c);
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    // What a record has of these by itself is linked at each start, which takes longer than the short commands' use of
    // it.

    @Override
    public boolean equals(Object other) {
        return other instanceof Checksum that && a == that.a && b == that.b && c == that.c && d == that.d;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }

    /** The checksum's first 12 hex digits would be ambiguous in messages: this gives all 64. */
    @Override
    public String toString() {
        return hex();
    }
}
