package org.atomsmith.ostree.delta;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.atomsmith.ostree.object.Checksum;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;

/** Compresses parts, several blocks at a time, and writes their files. */
final class PartWriter {
    private static final int LARGEST_BLOCK = 8 << 20;
    /** Blocks below this size compress noticeably worse than one. */
    private static final int SMALLEST_BLOCK = 1 << 20;

    private final ExecutorService workers;
    private final int threads;
    private final ArrayCache cache = new BasicArrayCache();

    PartWriter(ExecutorService workers, int threads) {
        this.workers = workers;
        this.threads = threads;
    }

    /** A part whose blocks are being compressed. */
    final class Pending {
        private final PartBuilder builder;
        private final List<Future<XzBlock>> blocks;

        private Pending(PartBuilder builder, List<Future<XzBlock>> blocks) {
            this.builder = builder;
            this.blocks = blocks;
        }

        /** Waits for the compression and writes the file. */
        PartEntry write(Path file) throws IOException {
            List<XzBlock> done = new ArrayList<>();
            for (Future<XzBlock> block : blocks) {
                done.add(get(block));
            }
            MessageDigest digest = Checksum.sha256();
            try (OutputStream out =
                    new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), digest)) {
                out.write(Part.XZ);
                out.write(XzBlock.header(done.getFirst()));
                for (XzBlock block : done) {
                    out.write(block.stream(), block.offset(), block.length());
                }
                out.write(XzBlock.trailer(done));
            }
            return new PartEntry(
                    0, Checksum.of(digest.digest()), Files.size(file), builder.uncompressedSize(), builder.objects());
        }
    }

    /** Begins to compress a part. */
    Pending compress(PartBuilder builder) {
        PartBytes bytes = builder.finish();
        long size = bytes.size();
        int blockSize = (int) Math.clamp((size + threads - 1) / threads, SMALLEST_BLOCK, LARGEST_BLOCK);
        List<Future<XzBlock>> blocks = new ArrayList<>();
        for (long at = 0; at == 0 || at < size; at += blockSize) {
            long from = at;
            int length = (int) Math.min(blockSize, size - at);
            blocks.add(workers.submit(() -> block(bytes, from, length)));
        }
        return new Pending(builder, blocks);
    }

    private XzBlock block(PartBytes bytes, long from, int length) throws IOException {
        byte[] block = new byte[length];
        bytes.copy(from, block, length);
        return XzBlock.compress(block, length, bytes.isMachineCode(from, length), cache);
    }

    static <T> T get(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while making a static delta");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("making a static delta", e.getCause());
        }
    }
}
