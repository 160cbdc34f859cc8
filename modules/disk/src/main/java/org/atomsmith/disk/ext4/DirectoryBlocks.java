package org.atomsmith.disk.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.atomsmith.disk.filesystem.InodeType;

/**
 * The blocks of one directory: a single block of entries, or from two blocks on an index by the hash of the name (Linux,
 * Documentation/filesystems/ext4/directory.rst).
 */
final class DirectoryBlocks {
    /** The type of a directory in an entry. */
    private static final int TYPE_DIRECTORY = InodeType.DIRECTORY.entryType();

    private static final int TAIL = 12;
    private static final int ROOM = Geometry.BLOCK - TAIL;
    private static final int TAIL_TYPE = 0xde;
    private static final int DOTS_BYTES = 24;
    private static final int ROOT_COUNT = 32;
    private static final int NODE_COUNT = 8;
    private static final int INDEX_TAIL = 8;
    private static final int IN_ROOT = (Geometry.BLOCK - ROOT_COUNT - INDEX_TAIL) / 8;
    private static final int IN_NODE = (Geometry.BLOCK - NODE_COUNT - INDEX_TAIL) / 8;

    private final int self;
    private final int parent;
    private final List<Entry> entries;
    private final List<Leaf> leaves;

    /**
     * An entry.
     *
     * @param type the number of {@link InodeType}; 0 for an entry that names nothing
     */
    record Entry(byte[] name, int inode, int type) {
        int bytes() {
            return (8 + name.length + 3) & ~3;
        }
    }

    private record Hashed(int hash, Entry entry) {}

    /** A block of entries; {@code hash} is the lowest hash in it, its lowest bit set when the block before ends with it. */
    private record Leaf(int hash, List<Hashed> entries) {}

    /** What an index says: from this hash on, look in that block. */
    private record Pointer(int hash, int block) {}

    /**
     * Describes a directory.
     *
     * @param self its inode number
     * @param parent the inode number of the directory above
     * @param path for messages
     */
    DirectoryBlocks(int self, int parent, List<Entry> entries, HalfMd4 hash, String path) {
        this.self = self;
        this.parent = parent;
        this.entries = entries;
        int bytes = DOTS_BYTES + entries.stream().mapToInt(Entry::bytes).sum();
        this.leaves = bytes <= ROOM ? List.of() : leaves(entries, hash);
        if (leaves.size() > (long) IN_ROOT * IN_NODE) {
            throw new IllegalArgumentException(path + ": an ext4 directory cannot hold " + entries.size() + " entries");
        }
    }

    private static List<Leaf> leaves(List<Entry> entries, HalfMd4 hash) {
        List<Hashed> sorted = new ArrayList<>(entries.size());
        entries.forEach(e -> sorted.add(new Hashed(hash.hash(e.name()), e)));
        sorted.sort(Comparator.<Hashed>comparingLong(h -> Integer.toUnsignedLong(h.hash()))
                .thenComparing(h -> h.entry().name(), Arrays::compareUnsigned));
        List<Leaf> leaves = new ArrayList<>();
        int from = 0;
        int room = ROOM;
        for (int i = 0; i < sorted.size(); i++) {
            int bytes = sorted.get(i).entry().bytes();
            if (bytes > room) {
                leaves.add(leaf(sorted, from, i));
                from = i;
                room = ROOM;
            }
            room -= bytes;
        }
        leaves.add(leaf(sorted, from, sorted.size()));
        return leaves;
    }

    private static Leaf leaf(List<Hashed> sorted, int from, int to) {
        int hash = sorted.get(from).hash();
        boolean continued = from > 0 && sorted.get(from - 1).hash() == hash;
        return new Leaf(continued ? hash | 1 : hash, sorted.subList(from, to));
    }

    /** Whether the directory has an index. */
    boolean indexed() {
        return !leaves.isEmpty();
    }

    /** How many blocks it has. */
    int count() {
        return indexed() ? 1 + nodes() + leaves.size() : 1;
    }

    private int nodes() {
        return leaves.size() <= IN_ROOT ? 0 : Math.ceilDiv(leaves.size(), IN_NODE);
    }

    /**
     * Encodes the blocks, in order.
     *
     * @param seed the inode's checksum seed
     */
    List<byte[]> encode(int seed) {
        if (!indexed()) {
            List<Entry> all = new ArrayList<>(entries.size() + 2);
            all.add(new Entry(new byte[] {'.'}, self, TYPE_DIRECTORY));
            all.add(new Entry(new byte[] {'.', '.'}, parent, TYPE_DIRECTORY));
            all.addAll(entries);
            return List.of(block(all, seed));
        }
        List<byte[]> blocks = new ArrayList<>(count());
        List<Pointer> pointers = new ArrayList<>(leaves.size());
        for (int i = 0; i < leaves.size(); i++) {
            pointers.add(new Pointer(leaves.get(i).hash(), 1 + nodes() + i));
        }
        List<byte[]> nodes = new ArrayList<>();
        List<Pointer> top = pointers;
        if (nodes() > 0) {
            top = new ArrayList<>();
            for (int i = 0; i < pointers.size(); i += IN_NODE) {
                List<Pointer> part = pointers.subList(i, Math.min(pointers.size(), i + IN_NODE));
                top.add(new Pointer(part.getFirst().hash(), 1 + nodes.size()));
                nodes.add(node(part, seed));
            }
        }
        blocks.add(root(top, nodes() > 0 ? 1 : 0, seed));
        blocks.addAll(nodes);
        for (Leaf leaf : leaves) {
            blocks.add(block(leaf.entries().stream().map(Hashed::entry).toList(), seed));
        }
        return blocks;
    }

    /** The empty blocks of lost+found, kept ready for e2fsck. */
    static List<byte[]> lostAndFound(int self, int parent, int blocks, int seed) {
        List<byte[]> out = new ArrayList<>();
        out.add(new DirectoryBlocks(self, parent, List.of(), new HalfMd4(new UUID(0, 0)), "lost+found")
                .encode(seed)
                .getFirst());
        while (out.size() < blocks) {
            out.add(block(List.of(new Entry(new byte[0], 0, 0)), seed));
        }
        return out;
    }

    private byte[] root(List<Pointer> pointers, int levels, int seed) {
        ByteBuffer out = ByteBuffer.allocate(Geometry.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        put(out, new Entry(new byte[] {'.'}, self, TYPE_DIRECTORY), 12);
        put(out, new Entry(new byte[] {'.', '.'}, parent, TYPE_DIRECTORY), Geometry.BLOCK - 12);
        out.position(DOTS_BYTES)
                .putInt(0)
                .put((byte) HalfMd4.VERSION)
                .put((byte) 8)
                .put((byte) levels)
                .put((byte) 0);
        putIndex(out, IN_ROOT, pointers, seed);
        return out.array();
    }

    private static byte[] node(List<Pointer> pointers, int seed) {
        ByteBuffer out = ByteBuffer.allocate(Geometry.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).putShort((short) Geometry.BLOCK).putShort((short) 0);
        putIndex(out, IN_NODE, pointers, seed);
        return out.array();
    }

    /** Puts the pointers; limit and count stand where the first pointer's hash would be. */
    private static void putIndex(ByteBuffer out, int limit, List<Pointer> pointers, int seed) {
        out.putShort((short) limit).putShort((short) pointers.size());
        out.putInt(pointers.getFirst().block());
        for (Pointer p : pointers.subList(1, pointers.size())) {
            out.putInt(p.hash()).putInt(p.block());
        }
        int checksum = Crc32c.of(seed, out.array(), 0, out.position());
        out.putInt(Geometry.BLOCK - 4, Crc32c.ofLong(checksum, 0));
    }

    private static byte[] block(List<Entry> entries, int seed) {
        ByteBuffer out = ByteBuffer.allocate(Geometry.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < entries.size(); i++) {
            boolean last = i == entries.size() - 1;
            put(
                    out,
                    entries.get(i),
                    last ? ROOM - out.position() : entries.get(i).bytes());
        }
        out.position(ROOM).putInt(0).putShort((short) TAIL).put((byte) 0).put((byte) TAIL_TYPE);
        out.putInt(Crc32c.of(seed, out.array(), 0, ROOM));
        return out.array();
    }

    private static void put(ByteBuffer out, Entry entry, int recordLength) {
        int next = out.position() + recordLength;
        out.putInt(entry.inode())
                .putShort((short) recordLength)
                .put((byte) entry.name().length)
                .put((byte) entry.type())
                .put(entry.name());
        if (next <= out.capacity()) {
            out.position(next);
        }
    }
}
