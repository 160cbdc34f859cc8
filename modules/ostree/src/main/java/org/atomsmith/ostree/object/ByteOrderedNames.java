package org.atomsmith.ostree.object;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The order of names in objects: that of their UTF-8 bytes, unsigned, as {@code strcmp} has it. */
public final class ByteOrderedNames {

    /** The order. */
    public static final Comparator<String> ORDER = ByteOrderedNames::compare;

    private ByteOrderedNames() {}

    /** Differs from {@link String#compareTo} only where a surrogate meets a character above it. */
    private static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                return Character.isSurrogate(l) || Character.isSurrogate(r)
                        ? Arrays.compareUnsigned(
                                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8))
                        : Character.compare(l, r);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
