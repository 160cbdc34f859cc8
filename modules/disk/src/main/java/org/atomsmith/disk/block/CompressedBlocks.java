package org.atomsmith.disk.block;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.atomsmith.disk.parallel.BlockMemory;
import org.atomsmith.disk.parallel.OrderedWork;

/**
 * Cuts a disk into blocks, compresses them on several threads, and gives those that are not all zeros to the format in
 * the order of the disk, so that its bytes do not depend on the number of threads.
 */
public final class CompressedBlocks implements Closeable {
    private static final int BATCH_BYTES = 1 << 20;

    private final int blockSize;
    private final int most;
    private final Store store;
    private final OrderedWork<Lane, BlockBatch> work;
    private final Deque<BlockBatch> free = new ArrayDeque<>();
    private final byte[] zeros;
    private BlockBatch batch;
    private ByteBuffer block;
    private long position;

    /** Takes blocks. */
    @FunctionalInterface
    public interface Store {
        /**
         * Takes the next block that is not all zeros.
         *
         * @param index its number on the disk
         * @param content what is to be stored of it, to be used until this method returns
         * @param compressed whether the content is compressed; the whole block as it is otherwise
         */
        void store(long index, ByteBuffer content, boolean compressed) throws IOException;
    }

    /** What one thread works with. */
    private record Lane(BlockCompressor compressor, byte[] scratch) implements AutoCloseable {
        @Override
        public void close() {
            compressor.close();
        }
    }

    /**
     * Starts threads.
     *
     * @param name what they are called
     * @param threads how many, 1 or more
     * @param blockSize how many bytes a block has
     * @param most how long a compressed block may be; when it is longer, it is stored as it is
     * @param method names the compressor's method and level to the memory
     * @param memory of blocks that were compressed already
     * @param compressor makes the compressor of one thread; it is closed at the end
     * @param store is called by the thread that writes
     */
    public CompressedBlocks(
            String name,
            int threads,
            int blockSize,
            int most,
            String method,
            BlockMemory memory,
            Supplier<BlockCompressor> compressor,
            Store store) {
        this.blockSize = blockSize;
        this.most = most;
        this.store = store;
        this.zeros = new byte[blockSize];
        this.batch = emptyBatch();
        this.block = batch.next();
        this.work = new OrderedWork<>(
                name,
                threads,
                () -> new Lane(remembering(method, memory, compressor.get()), new byte[most]),
                this::store);
    }

    private static BlockCompressor remembering(String method, BlockMemory memory, BlockCompressor compressor) {
        return memory.remembers() ? new RememberingCompressor(memory.recall(method), compressor) : compressor;
    }

    private BlockBatch emptyBatch() {
        return new BlockBatch(blockSize, most, Math.max(1, BATCH_BYTES / blockSize));
    }

    /** How many bytes of the disk were written so far. */
    public long position() {
        return position;
    }

    /**
     * Writes all the remaining bytes of a buffer.
     *
     * @throws IOException when blocks cannot be compressed or stored
     */
    public void write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            int n = Math.min(data.remaining(), block.remaining());
            block.put(data.slice(data.position(), n));
            data.position(data.position() + n);
            advance(n);
        }
    }

    /**
     * Writes zeros; whole blocks of them cost nothing.
     *
     * @throws IOException when blocks cannot be compressed or stored
     */
    public void zeros(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (block.position() == 0 && left >= blockSize) {
                long whole = left / blockSize * blockSize;
                position += whole;
                left -= whole;
            } else {
                int n = (int) Math.min(left, block.remaining());
                block.put(zeros, 0, n);
                left -= n;
                advance(n);
            }
        }
    }

    private void advance(int count) throws IOException {
        position += count;
        if (!block.hasRemaining()) {
            endBlock();
        }
    }

    private void endBlock() throws IOException {
        batch.added((position - 1) / blockSize);
        if (batch.isFull()) {
            submit();
        }
        block = batch.next();
    }

    private void submit() throws IOException {
        BlockBatch full = batch;
        work.submit(lane -> {
            full.compress(lane.compressor(), lane.scratch(), zeros);
            return full;
        });
        BlockBatch used = free.poll();
        batch = used == null ? emptyBatch() : used;
        batch.clear();
    }

    private void store(BlockBatch done) throws IOException {
        for (int i = 0; i < done.count(); i++) {
            if (!done.isZero(i)) {
                store.store(done.index(i), done.content(i), done.isCompressed(i));
            }
        }
        free.add(done);
    }

    /**
     * Stores everything; a last block that is not whole ends with zeros.
     *
     * @throws IOException when blocks cannot be compressed or stored
     */
    public void finish() throws IOException {
        if (block.position() > 0) {
            block.put(zeros, 0, block.remaining());
            endBlock();
        }
        if (batch.count() > 0) {
            submit();
        }
        work.finish();
    }

    /** Ends the threads; what was not stored is forgotten. */
    @Override
    public void close() throws IOException {
        work.close();
    }
}
