package org.atomsmith.rpm.md;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which packages own which path, in one buffer that is mapped from a file. A path is its 64-bit hash: among the largest
 * distributions' ten million paths, two with the same one are not to be expected.
 *
 * <p>Layout, little-endian: ints (magic, version, size of all, entries n), 32 bytes (digest of primary, whose packages are
 * numbered), the n hashes, sorted, and the n packages of them; a CRC-32C of all.
 */
final class OwnersIndex {
    static final int MAGIC = 0x584f5041;
    static final int VERSION = 1;
    private static final int HASHES_AT = 16 + 32;
    private static final int ENTRY = 12;

    private final ByteBuffer bytes;
    private final int count;

    /** An index whose bytes are whole. */
    OwnersIndex(ByteBuffer whole) {
        this.bytes = whole.order(ByteOrder.LITTLE_ENDIAN);
        this.count = bytes.getInt(12);
    }

    /** Whether it numbers the packages of that primary. */
    boolean isOf(String primary) {
        byte[] digest = new byte[32];
        bytes.get(16, digest);
        return HexFormat.of().formatHex(digest).equals(primary);
    }

    /** Numbers of the packages that own the path. */
    IntStream owners(String path) {
        long wanted = hash(path);
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(hash(middle), wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int first = low;
        return IntStream.range(first, count)
                .takeWhile(i -> hash(i) == wanted)
                .map(i -> bytes.getInt(HASHES_AT + 8 * count + 4 * i))
                .distinct();
    }

    private long hash(int entry) {
        return bytes.getLong(HASHES_AT + 8 * entry);
    }

    static long hash(String path) {
        long h = 0xcbf29ce484222325L;
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ b & 0xff) * 0x100000001b3L;
        }
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }

    /** Collects paths into an index. */
    static final class Builder {
        /** The largest distributions have half of this. */
        private static final int MAX_ENTRIES = 20 << 20;

        private static final int CHUNK = 1 << 16;
        private static final int BUCKET_BITS = 16;

        private final List<long[]> hashes = new ArrayList<>();
        private final List<int[]> owners = new ArrayList<>();
        private int count;

        /**
         * Adds a path of a package.
         *
         * @return false when there are more paths than an index can have
         */
        boolean add(String path, int owner) {
            if (count % CHUNK == 0) {
                hashes.add(new long[CHUNK]);
                owners.add(new int[CHUNK]);
            }
            hashes.getLast()[count % CHUNK] = hash(path);
            owners.getLast()[count % CHUNK] = owner;
            return ++count < MAX_ENTRIES;
        }

        /** The whole index without its checksum, which is left for the last four bytes. */
        ByteBuffer bytes(String primary) {
            int size = HASHES_AT + ENTRY * count + 4;
            ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
            out.putInt(MAGIC).putInt(VERSION).putInt(size).putInt(count);
            out.put(HexFormat.of().parseHex(primary));
            int[] starts = buckets();
            int[] filled = new int[starts.length];
            for (int i = 0; i < count; i++) {
                long hash = hashes.get(i / CHUNK)[i % CHUNK];
                int bucket = (int) (hash >>> 64 - BUCKET_BITS);
                insert(out, starts[bucket], starts[bucket] + filled[bucket]++, hash, owners.get(i / CHUNK)[i % CHUNK]);
            }
            return out.clear();
        }

        /** Where each bucket (hashes with the same highest bits) begins. */
        private int[] buckets() {
            int[] starts = new int[1 << BUCKET_BITS];
            for (int i = 0; i < count; i++) {
                int bucket = (int) (hashes.get(i / CHUNK)[i % CHUNK] >>> 64 - BUCKET_BITS);
                if (bucket + 1 < starts.length) {
                    starts[bucket + 1]++;
                }
            }
            for (int i = 1; i < starts.length; i++) {
                starts[i] += starts[i - 1];
            }
            return starts;
        }

        /** Puts an entry into its place in its bucket; entries of one hash stay in the order of packages. */
        private void insert(ByteBuffer out, int first, int last, long hash, int owner) {
            int at = last;
            while (at > first && Long.compareUnsigned(out.getLong(HASHES_AT + 8 * (at - 1)), hash) > 0) {
                out.putLong(HASHES_AT + 8 * at, out.getLong(HASHES_AT + 8 * (at - 1)));
                out.putInt(HASHES_AT + 8 * count + 4 * at, out.getInt(HASHES_AT + 8 * count + 4 * (at - 1)));
                at--;
            }
            out.putLong(HASHES_AT + 8 * at, hash);
            out.putInt(HASHES_AT + 8 * count + 4 * at, owner);
        }
    }
}
