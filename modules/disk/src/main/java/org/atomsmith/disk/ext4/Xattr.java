package org.atomsmith.disk.ext4;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * An extended attribute as ext4 holds it.
 *
 * @param index the number of the name's prefix
 * @param name the name without its prefix
 * @param value the value in the form of the disk
 */
record Xattr(int index, byte[] name, byte[] value) {
    private static final int ENTRY_HEADER = 16;
    private static final int LONGEST_NAME = 255;

    /** The order in which ext4 keeps them in a block. */
    private static final Comparator<Xattr> ORDER = Comparator.comparingInt(Xattr::index)
            .thenComparingInt(x -> x.name().length)
            .thenComparing(Xattr::name, Arrays::compareUnsigned);

    private static final List<Prefix> PREFIXES = List.of(
            new Prefix("user.", 1),
            new Prefix("system.posix_acl_access", 2),
            new Prefix("system.posix_acl_default", 3),
            new Prefix("trusted.", 4),
            new Prefix("security.", 6),
            new Prefix("system.", 7));

    /** What the number {@code index} stands for at the beginning of a name. */
    private record Prefix(String text, int index) {
        boolean isAcl() {
            return index == 2 || index == 3;
        }
    }

    /**
     * Encodes a set of attributes, in ext4's order.
     *
     * @param attributes values by full name, as the system calls have them
     * @param path the file, for messages
     * @throws IllegalArgumentException when ext4 cannot hold one of them
     */
    static List<Xattr> of(Map<String, byte[]> attributes, String path) {
        if (attributes.isEmpty()) {
            return List.of();
        }
        List<Xattr> xattrs = new ArrayList<>();
        attributes.forEach((name, value) -> xattrs.add(of(name, value, path)));
        xattrs.sort(ORDER);
        return Collections.unmodifiableList(xattrs);
    }

    private static Xattr of(String fullName, byte[] value, String path) {
        for (Prefix prefix : PREFIXES) {
            if (prefix.isAcl() && fullName.equals(prefix.text())) {
                return new Xattr(prefix.index(), new byte[0], PosixAcl.toDisk(value));
            }
            if (!prefix.isAcl()
                    && fullName.startsWith(prefix.text())
                    && fullName.length() > prefix.text().length()) {
                byte[] name = fullName.substring(prefix.text().length()).getBytes(StandardCharsets.UTF_8);
                if (name.length <= LONGEST_NAME) {
                    return new Xattr(prefix.index(), name, value);
                }
            }
        }
        throw new IllegalArgumentException(
                path + ": ext4 cannot hold an extended attribute of the name '" + fullName + "'");
    }

    /** How many bytes its entry takes. */
    int entryBytes() {
        return pad(ENTRY_HEADER + name.length);
    }

    /** How many bytes its value takes. */
    int valueBytes() {
        return pad(value.length);
    }

    /** The hash that stands in the entries of a block: over the name, then the value in words of 32 bits. */
    int hash() {
        int hash = 0;
        for (byte b : name) {
            hash = Integer.rotateLeft(hash, 5) ^ (b & 0xff);
        }
        byte[] padded = Arrays.copyOf(value, valueBytes());
        for (int i = 0; i < padded.length; i += 4) {
            int word = (padded[i] & 0xff)
                    | (padded[i + 1] & 0xff) << 8
                    | (padded[i + 2] & 0xff) << 16
                    | padded[i + 3] << 24;
            hash = Integer.rotateLeft(hash, 16) ^ word;
        }
        return hash;
    }

    private static int pad(int length) {
        return (length + 3) & ~3;
    }
}
