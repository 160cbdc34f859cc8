package org.atomsmith.disk.compressed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.atomsmith.disk.AppendTarget;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.parallel.BlockMemory;
import org.atomsmith.disk.parallel.OrderedWork;
import org.jspecify.annotations.Nullable;

/**
 * Compresses a stream on several threads. It is cut into chunks at fixed places, so that the bytes depend neither on the
 * number of threads nor on how the stream was written; a chunk of zeros is compressed once and repeated.
 *
 * <p>The target is only appended to. {@link #finish()} leaves it complete and {@link #close()} ends the threads; to publish
 * or to remove a file is the caller's.
 */
public final class CompressedStream implements ImageSink {
    private final AppendTarget target;
    private final Codec codec;
    private final int chunkSize;
    private final Framing framing;
    private final OrderedWork<Compressor, Piece> work;
    private final Deque<Chunk> free = new ArrayDeque<>();
    private @Nullable Chunk chunk;
    private Chunk.@Nullable ZeroChunk zeroChunk;
    private long position;

    /** What a task results in. */
    @FunctionalInterface
    private interface Piece {
        void store() throws IOException;
    }

    /**
     * Begins a stream, compressed on all processors.
     *
     * @param memory of chunks that were compressed already
     * @throws IOException when this system cannot compress so, or when the target cannot be written
     */
    public CompressedStream(AppendTarget target, Codec codec, BlockMemory memory) throws IOException {
        this(target, codec, codec.threads(Runtime.getRuntime().availableProcessors()), memory);
    }

    /**
     * Begins a stream.
     *
     * @param threads how many threads compress, 1 or more
     * @throws IOException when this system cannot compress so, or when the target cannot be written
     */
    CompressedStream(AppendTarget target, Codec codec, int threads, BlockMemory memory) throws IOException {
        codec.check();
        this.target = target;
        this.codec = codec;
        this.chunkSize = codec.chunkSize();
        this.framing = codec.framing();
        target.append(framing.head());
        this.work = new OrderedWork<>(
                "disk-" + codec.suffix(),
                threads,
                codec.waiting(threads),
                () -> compressor(codec, memory),
                Piece::store);
    }

    private static Compressor compressor(Codec codec, BlockMemory memory) {
        return memory.remembers()
                ? new RememberingCompressor(memory.recall(codec.suffix()), codec.compressor())
                : codec.compressor();
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            Chunk current = current();
            int n = Math.min(data.remaining(), current.remaining());
            current.put(data, n);
            advance(current, n);
        }
    }

    @Override
    public void zeros(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (position % chunkSize == 0 && left >= chunkSize) {
                long whole = left / chunkSize;
                submitZeros(whole);
                position += whole * chunkSize;
                left -= whole * chunkSize;
            } else {
                Chunk current = current();
                int n = (int) Math.min(left, current.remaining());
                current.putZeros(n);
                left -= n;
                advance(current, n);
            }
        }
    }

    @Override
    public long position() {
        return position;
    }

    private Chunk current() {
        Chunk current = chunk;
        if (current == null) {
            Chunk used = free.poll();
            current = used == null ? Chunk.of(codec) : used;
            current.clear();
            chunk = current;
        }
        return current;
    }

    private void advance(Chunk current, int count) throws IOException {
        position += count;
        if (current.remaining() == 0) {
            submit(current);
        }
    }

    private void submit(Chunk full) throws IOException {
        chunk = null;
        work.submit(compressor -> {
            if (full.isAllZeros()) {
                Chunk.ZeroChunk zeros = zeroChunk(full, compressor);
                return () -> {
                    store(zeros.sizes(), ByteBuffer.wrap(zeros.bytes()));
                    free.add(full);
                };
            }
            full.compress(compressor);
            return () -> {
                store(full.sizes(), full.content());
                free.add(full);
            };
        });
    }

    private void submitZeros(long count) throws IOException {
        work.submit(compressor -> {
            Chunk.ZeroChunk zeros = zeroChunk(null, compressor);
            return () -> {
                for (long i = 0; i < count; i++) {
                    store(zeros.sizes(), ByteBuffer.wrap(zeros.bytes()));
                }
            };
        });
    }

    /** Zeros, compressed when they are first needed. */
    private synchronized Chunk.ZeroChunk zeroChunk(@Nullable Chunk zeros, Compressor compressor) throws IOException {
        Chunk.ZeroChunk made = zeroChunk;
        if (made == null) {
            Chunk full = zeros == null ? Chunk.of(codec) : zeros;
            full.putZeros(full.remaining());
            full.compress(compressor);
            made = full.copy();
            zeroChunk = made;
        }
        return made;
    }

    private void store(Framing.Sizes sizes, ByteBuffer content) throws IOException {
        target.append(framing.before(sizes));
        target.append(content);
        target.append(framing.after(sizes));
    }

    @Override
    public void finish() throws IOException {
        Chunk last = chunk;
        if (last != null && !last.isEmpty()) {
            submit(last);
        }
        work.finish();
        target.append(framing.tail());
    }

    @Override
    public void close() throws IOException {
        work.close();
    }
}
