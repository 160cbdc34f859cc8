package org.atomsmith.image.customization;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash by which OpenSSL finds a certificate in a directory: {@code openssl x509 -subject_hash}. It is that of the
 * subject's name with its strings in small letters, in UTF-8, with single spaces.
 */
final class SubjectHash {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int UTF8 = 0x0c;

    private SubjectHash() {}

    /**
     * The hash, as eight digits.
     *
     * @param name a name in DER
     */
    static String of(byte[] name) {
        ByteArrayOutputStream canonical = new ByteArrayOutputStream();
        ByteBuffer sets = Element.read(ByteBuffer.wrap(name)).content();
        while (sets.hasRemaining()) {
            ByteArrayOutputStream set = new ByteArrayOutputStream();
            ByteBuffer pairs = Element.read(sets).content();
            while (pairs.hasRemaining()) {
                ByteBuffer pair = Element.read(pairs).content();
                Element type = Element.read(pair);
                Element value = Element.read(pair);
                ByteArrayOutputStream both = new ByteArrayOutputStream();
                put(both, type.tag(), bytes(type.content()));
                canonical(value, both);
                put(set, SEQUENCE, both.toByteArray());
            }
            put(canonical, SET, set.toByteArray());
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(canonical.toByteArray());
            int hash = ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getInt();
            return String.format("%08x", hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void canonical(Element value, ByteArrayOutputStream to) {
        Charset charset = switch (value.tag()) {
            case UTF8 -> StandardCharsets.UTF_8;
            // Printable, T61, IA5 and visible strings
            case 0x13, 0x14, 0x16, 0x1a -> StandardCharsets.ISO_8859_1;
            case 0x1c -> Charset.forName("UTF-32BE");
            case 0x1e -> StandardCharsets.UTF_16BE;
            default -> null;
        };
        byte[] content = bytes(value.content());
        if (charset == null) {
            put(to, value.tag(), content);
            return;
        }
        String text = new String(content, charset).replaceAll("[ \\t\\n\\x0B\\f\\r]+", " ");
        StringBuilder small = new StringBuilder();
        for (char c : text.strip().toCharArray()) {
            small.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        put(to, UTF8, small.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void put(ByteArrayOutputStream to, int tag, byte[] content) {
        to.write(tag);
        if (content.length < 0x80) {
            to.write(content.length);
        } else if (content.length < 0x100) {
            to.write(0x81);
            to.write(content.length);
        } else {
            to.write(0x82);
            to.write(content.length >> 8);
            to.write(content.length);
        }
        to.writeBytes(content);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** One element of DER; the JDK parsed the certificate before, so that lengths fit. */
    private record Element(int tag, ByteBuffer content) {
        static Element read(ByteBuffer from) {
            int tag = from.get() & 0xff;
            int length = from.get() & 0xff;
            if (length >= 0x80) {
                int digits = length & 0x7f;
                length = 0;
                for (int i = 0; i < digits; i++) {
                    length = length << 8 | from.get() & 0xff;
                }
            }
            ByteBuffer content = from.slice(from.position(), length);
            from.position(from.position() + length);
            return new Element(tag, content);
        }
    }
}
