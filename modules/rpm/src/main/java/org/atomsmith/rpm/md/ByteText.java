package org.atomsmith.rpm.md;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes that become a string. Short strings that occur again and again (names, versions) are made once: the strings made
 * last are kept.
 */
final class ByteText {
    private static final int KEPT = 1 << 13;
    private static final int LONGEST_KEPT = 48;

    private final String[] strings = new String[KEPT];
    private final byte[][] keys = new byte[KEPT][];
    private byte[] bytes = new byte[256];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    void add(int octet) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) octet;
    }

    void add(byte[] from, int offset, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** Adds a character in UTF-8. */
    void addCharacter(int codePoint) {
        byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        add(utf8, 0, utf8.length);
    }

    /** The string; empty when the bytes are not UTF-8. */
    Optional<String> string() {
        if (length > LONGEST_KEPT) {
            return decode();
        }
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 13) & (KEPT - 1);
        byte[] key = keys[slot];
        if (key != null && Arrays.equals(key, 0, key.length, bytes, 0, length)) {
            return Optional.of(strings[slot]);
        }
        Optional<String> decoded = decode();
        if (decoded.isPresent()) {
            keys[slot] = Arrays.copyOf(bytes, length);
            strings[slot] = decoded.get();
        }
        return decoded;
    }

    private Optional<String> decode() {
        boolean ascii = true;
        for (int i = 0; i < length && ascii; i++) {
            ascii = bytes[i] >= 0;
        }
        if (ascii) {
            return Optional.of(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
