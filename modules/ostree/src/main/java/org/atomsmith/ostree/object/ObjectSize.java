package org.atomsmith.ostree.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.gvariant.Variant;

/**
 * One entry of a commit's metadata {@code ostree.sizes}: how large an object that the commit brings is.
 *
 * @param checksum of the object
 * @param archived bytes in an archive repository
 * @param unpacked bytes of the file, or of the metadata
 * @param type of the object; empty in commits of libostree before 2020
 */
public record ObjectSize(Checksum checksum, long archived, long unpacked, Optional<ObjectType> type) {
    /** The key of the metadata; its value is {@code aay}. */
    public static final String KEY = "ostree.sizes";

    private static final int LONGEST_VARINT = 10;

    /**
     * The entries of a commit; empty when it has none.
     *
     * @throws CorruptObjectException when they cannot be read
     */
    public static Optional<List<ObjectSize>> of(Commit commit) throws CorruptObjectException {
        Variant value = commit.metadata().get(KEY);
        if (!(value instanceof Variant.Array array) || !array.element().equals(Variant.BYTES)) {
            return Optional.empty();
        }
        List<ObjectSize> sizes = new ArrayList<>(array.items().size());
        for (Variant entry : array.items()) {
            sizes.add(parse(entry.asBytes()));
        }
        return Optional.of(sizes);
    }

    private static ObjectSize parse(byte[] bytes) throws CorruptObjectException {
        if (bytes.length < Checksum.SIZE + 2) {
            throw new CorruptObjectException("commit: " + KEY + " has an entry of " + bytes.length + " bytes");
        }
        byte[] checksum = Arrays.copyOf(bytes, Checksum.SIZE);
        int[] at = {Checksum.SIZE};
        long archived = varint(bytes, at);
        long unpacked = varint(bytes, at);
        Optional<ObjectType> type = Optional.empty();
        if (at[0] < bytes.length) {
            int number = bytes[at[0]];
            for (ObjectType candidate : ObjectType.values()) {
                type = candidate.number() == number ? Optional.of(candidate) : type;
            }
        }
        return new ObjectSize(Checksum.of(checksum), archived, unpacked, type);
    }

    private static long varint(byte[] bytes, int[] at) throws CorruptObjectException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT && at[0] < bytes.length; i++) {
            byte b = bytes[at[0]++];
            value |= (long) (b & 0x7f) << (7 * i);
            if (b >= 0) {
                return value;
            }
        }
        throw new CorruptObjectException("commit: " + KEY + " has an entry that ends inside a number");
    }
}
