package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Computes the SHA-256 of a stream, zeros included, while passing it on. The digest is computed by a thread of its own:
 * at about 1.5 GB/s it would otherwise be a third of the time of writing a disk.
 */
public final class Digesting implements ImageSink {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int CHUNKS = 8;
    private static final byte[] ZEROS = new byte[1 << 16];
    private static final Run END = new Run(new byte[0], -1);

    private final ImageSink target;
    private final BlockingQueue<Run> work = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final MessageDigest digest = Sha256.start();
    private final Thread worker;
    private byte[] chunk;
    private int filled;
    private String sha256 = "";

    /** A piece of the stream: {@code length} bytes of {@code bytes}, or of zeros when {@code bytes} is empty. */
    private record Run(byte[] bytes, long length) {}

    /** Passes everything on to another sink. */
    public Digesting(ImageSink target) {
        this.target = target;
        for (int i = 0; i < CHUNKS; i++) {
            free.add(new byte[CHUNK_BYTES]);
        }
        this.chunk = new byte[CHUNK_BYTES];
        this.worker = Thread.ofPlatform().daemon().name("disk-sha256").start(this::digestAll);
    }

    /**
     * The digest of everything that was written, in hexadecimal.
     *
     * @throws IllegalStateException before {@link #finish()}
     */
    public String sha256() {
        if (sha256.isEmpty()) {
            throw new IllegalStateException("the stream is not finished");
        }
        return sha256;
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        ByteBuffer copy = data.duplicate();
        while (copy.hasRemaining()) {
            int n = Math.min(copy.remaining(), CHUNK_BYTES - filled);
            copy.get(chunk, filled, n);
            filled += n;
            if (filled == CHUNK_BYTES) {
                passChunk();
            }
        }
        target.write(data);
    }

    @Override
    public void zeros(long count) throws IOException {
        if (count <= CHUNK_BYTES - filled) {
            Arrays.fill(chunk, filled, filled + (int) count, (byte) 0);
            filled += (int) count;
        } else {
            passChunk();
            put(new Run(new byte[0], count));
        }
        target.zeros(count);
    }

    @Override
    public long position() {
        return target.position();
    }

    @Override
    public void finish() throws IOException {
        passChunk();
        put(END);
        target.finish();
        try {
            worker.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        sha256 = Sha256.hex(digest);
    }

    @Override
    public void close() throws IOException {
        worker.interrupt();
        target.close();
    }

    private void passChunk() throws IOException {
        if (filled > 0) {
            put(new Run(chunk, filled));
            filled = 0;
            try {
                chunk = free.take();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private void put(Run run) throws IOException {
        try {
            work.put(run);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while writing an image", e);
    }

    private void digestAll() {
        try {
            for (Run run = work.take(); run.length() >= 0; run = work.take()) {
                if (run.bytes().length > 0) {
                    digest.update(run.bytes(), 0, (int) run.length());
                    free.put(run.bytes());
                } else {
                    digestZeros(run.length());
                }
            }
        } catch (InterruptedException e) {
            // The stream was closed unfinished: nobody asks for the digest.
        }
    }

    private void digestZeros(long count) throws InterruptedException {
        for (long left = count; left > 0; left -= ZEROS.length) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            digest.update(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
    }
}
