package org.atomsmith.disk.squashfs;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.parallel.BlockMemory;
import org.atomsmith.disk.parallel.OrderedWork;

/**
 * A squashfs file system (version 4.0, zstd) that holds one file, such as the image of a disk: what is written here becomes
 * that file. Blocks are compressed on several threads and stored in order, so that the bytes do not depend on the number of
 * threads; blocks of zeros are not stored. The judges are unsquashfs and Linux.
 *
 * <p>It is a part of a larger file, which the caller publishes.
 */
public final class SquashedFile implements ImageSink {
    private static final int BLOCK_BITS = 18;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int LEVEL = 9;
    private static final int SUPERBLOCK = 96;
    private static final int ALIGNMENT = 4096;
    private static final int UNCOMPRESSED = 1 << 24;
    private static final int BUFFER_BYTES = 1 << 20;

    private static final int MAGIC = 0x73717368;
    private static final short ZSTD = 6;
    private static final int NO_FRAGMENTS = 0x0010;
    private static final int NO_XATTRS = 0x0200;
    private static final short BASIC_DIRECTORY = 1;
    private static final short BASIC_FILE = 2;
    private static final short EXTENDED_FILE = 9;
    private static final int DIRECTORY_BYTES = 32;
    private static final int ROOT_NUMBER = 1;
    private static final int FILE_NUMBER = 2;
    private static final int NONE = -1;

    private final PendingFile target;
    private final long begin;
    private final String name;
    private final int mtime;
    private final OrderedWork<Lane, Block> work;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private byte[] block = new byte[BLOCK];
    private int filled;
    private long position;
    private int[] blocks = new int[1024];
    private int blockCount;
    private long sparse;
    private long at = SUPERBLOCK;
    private long flushed = SUPERBLOCK;
    private long length;

    /** One block: as it is stored, and its entry in the file's list of blocks. */
    private record Block(byte[] bytes, int length, int entry) {}

    /** What one thread works with. */
    private record Lane(ZstdCompressCtx context, BlockMemory.Recall recall) implements AutoCloseable {
        @Override
        public void close() {
            context.close();
        }
    }

    /**
     * Begins a file system.
     *
     * @param target the file that it becomes a part of
     * @param begin where in the target it begins
     * @param name what the file is called, 1 to 255 bytes of ASCII
     * @param timestamp seconds since 1970, for everything in it
     * @param threads how many threads compress, 1 or more
     * @param memory of blocks that were compressed already
     */
    public SquashedFile(PendingFile target, long begin, String name, long timestamp, int threads, BlockMemory memory) {
        this.target = target;
        this.begin = begin;
        this.name = name;
        this.mtime = (int) Math.clamp(timestamp, 0, 0xffffffffL);
        this.work = new OrderedWork<>("disk-squashfs", threads, () -> lane(memory), this::store);
    }

    private static Lane lane(BlockMemory memory) {
        return new Lane(
                new ZstdCompressCtx().setLevel(LEVEL).setContentSize(true).setChecksum(false),
                memory.recall("squashfs zstd " + LEVEL));
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            int n = Math.min(data.remaining(), BLOCK - filled);
            data.get(block, filled, n);
            advance(n);
        }
    }

    @Override
    public void zeros(long count) throws IOException {
        long left = count;
        while (left > 0) {
            int n = (int) Math.min(left, BLOCK - filled);
            if (n == BLOCK) {
                position += BLOCK;
                submit(new byte[0], BLOCK);
            } else {
                Arrays.fill(block, filled, filled + n, (byte) 0);
                advance(n);
            }
            left -= n;
        }
    }

    private void advance(int count) throws IOException {
        filled += count;
        position += count;
        if (filled == BLOCK) {
            submit(block, BLOCK);
            block = new byte[BLOCK];
            filled = 0;
        }
    }

    private void submit(byte[] content, int size) throws IOException {
        work.submit(lane -> compress(lane, content, size));
    }

    private static Block compress(Lane lane, byte[] content, int size) throws IOException {
        if (isZero(content)) {
            return new Block(content, 0, 0);
        }
        Optional<ByteBuffer> known = lane.recall().find(content, 0, size);
        if (known.isPresent()) {
            return block(content, size, known.get().array(), known.get().remaining());
        }
        byte[] packed = new byte[(int) Zstd.compressBound(size)];
        int n = lane.context().compressByteArray(packed, 0, packed.length, content, 0, size);
        lane.recall().remember(ByteBuffer.wrap(packed, 0, n));
        return block(content, size, packed, n);
    }

    private static Block block(byte[] content, int size, byte[] packed, int length) {
        return length < size ? new Block(packed, length, length) : new Block(content, size, size | UNCOMPRESSED);
    }

    private static boolean isZero(byte[] bytes) {
        // All bytes equal their neighbour, and the first is zero.
        return bytes.length == 0 || bytes[0] == 0 && Arrays.equals(bytes, 0, bytes.length - 1, bytes, 1, bytes.length);
    }

    private void store(Block done) throws IOException {
        if (blockCount == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * blockCount);
        }
        blocks[blockCount++] = done.entry();
        if (done.entry() == 0) {
            sparse += BLOCK;
        }
        put(done.bytes(), done.length());
    }

    private void put(byte[] bytes, int count) throws IOException {
        for (int from = 0; from < count; ) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int n = Math.min(count - from, buffer.remaining());
            buffer.put(bytes, from, n);
            from += n;
        }
        at += count;
    }

    private void flush() throws IOException {
        buffer.flip();
        int count = buffer.limit();
        target.write(buffer, begin + flushed);
        flushed += count;
        buffer.clear();
    }

    /** Completes the file system; the target is still to be published. */
    @Override
    public void finish() throws IOException {
        if (filled > 0) {
            submit(Arrays.copyOf(block, filled), filled);
        }
        work.finish();
        long inodes = at;
        putAll(Metadata.of(inodes(), LEVEL));
        long directory = at;
        putAll(Metadata.of(directory(), LEVEL));
        long identifier = at;
        putAll(Metadata.of(new byte[4], LEVEL));
        long identifiers = at;
        putAll(little(8).putLong(identifier).array());
        long used = at;
        putAll(new byte[(int) (-at & ALIGNMENT - 1)]);
        flush();
        length = at;
        ByteBuffer superblock = little(SUPERBLOCK);
        superblock
                .putInt(MAGIC)
                .putInt(FILE_NUMBER)
                .putInt(mtime)
                .putInt(BLOCK)
                .putInt(0)
                .putShort(ZSTD)
                .putShort((short) BLOCK_BITS)
                .putShort((short) (NO_FRAGMENTS | NO_XATTRS))
                .putShort((short) 1)
                .putShort((short) 4)
                .putShort((short) 0)
                .putLong(0)
                .putLong(used)
                .putLong(identifiers)
                .putLong(NONE)
                .putLong(inodes)
                .putLong(directory)
                .putLong(NONE)
                .putLong(NONE);
        target.write(superblock.flip(), begin);
    }

    /**
     * How long the file system is, in bytes: whole pages of 4 KiB.
     *
     * @throws IllegalStateException before {@link #finish()}
     */
    public long length() {
        if (length == 0) {
            throw new IllegalStateException("the file system is not finished");
        }
        return length;
    }

    private void putAll(byte[] bytes) throws IOException {
        put(bytes, bytes.length);
    }

    /** The root directory's inode, then the file's. */
    private byte[] inodes() {
        int listing = directory().length;
        ByteBuffer out = little(DIRECTORY_BYTES + 56 + 4 * blockCount);
        out.putShort(BASIC_DIRECTORY)
                .putShort((short) 0755)
                .putInt(0)
                .putInt(mtime)
                .putInt(ROOT_NUMBER)
                .putInt(0)
                .putInt(2)
                .putShort((short) (listing + 3))
                .putShort((short) 0)
                .putInt(FILE_NUMBER + 1);
        out.putShort(EXTENDED_FILE)
                .putShort((short) 0444)
                .putInt(0)
                .putInt(mtime)
                .putInt(FILE_NUMBER)
                .putLong(SUPERBLOCK)
                .putLong(position)
                .putLong(sparse)
                .putInt(1)
                .putInt(NONE)
                .putInt(0)
                .putInt(NONE);
        for (int i = 0; i < blockCount; i++) {
            out.putInt(blocks[i]);
        }
        return out.array();
    }

    private byte[] directory() {
        byte[] named = name.getBytes(StandardCharsets.US_ASCII);
        return little(20 + named.length)
                .putInt(0)
                .putInt(0)
                .putInt(FILE_NUMBER)
                .putShort((short) DIRECTORY_BYTES)
                .putShort((short) 0)
                .putShort(BASIC_FILE)
                .putShort((short) (named.length - 1))
                .put(named)
                .array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        work.close();
    }
}
