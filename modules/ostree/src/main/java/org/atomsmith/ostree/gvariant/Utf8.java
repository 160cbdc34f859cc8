package org.atomsmith.ostree.gvariant;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strings to bytes and back, with nothing replaced: what has no exact form on the other side is refused. */
public final class Utf8 {

    private Utf8() {}

    /**
     * A string's bytes.
     *
     * @throws VariantException when it holds half of a surrogate pair
     */
    public static byte[] encode(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw new VariantException("a string holds half of a surrogate pair");
        }
    }

    /**
     * The string of some bytes.
     *
     * @throws VariantException when they are not UTF-8
     */
    public static String decode(byte[] bytes, int start, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new VariantException("text that is not UTF-8");
        }
    }
}
