package org.atomsmith.disk.read.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.atomsmith.disk.Counting;
import org.atomsmith.disk.ImageSink;

/**
 * A digest that tells one disk from another without looking at its zeros: of each piece of 4 KiB that is something else its
 * number and its bytes. The same disk has the same digest, whatever image it is read from.
 */
public final class ContentDigest implements ImageSink {
    private static final int PIECE = 4096;
    private static final byte[] ZEROS = new byte[PIECE];

    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    private final byte[] piece = new byte[PIECE];
    private long position;

    private ContentDigest() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /**
     * Reads a disk.
     *
     * @param progress is given the number of bytes just read
     * @return the digest in hexadecimal
     * @throws IOException when it cannot be read
     */
    public static String of(DiskImage disk, LongConsumer progress) throws IOException {
        ContentDigest digest = new ContentDigest();
        disk.writeTo(new Counting(digest, progress));
        return digest.finished();
    }

    private String finished() {
        int rest = (int) (position % PIECE);
        if (rest > 0) {
            Arrays.fill(piece, rest, PIECE, (byte) 0);
            add();
        }
        number.putLong(0, position);
        digest.update(number.array());
        return HexFormat.of().formatHex(digest.digest());
    }

    private void add() {
        if (!Arrays.equals(piece, ZEROS)) {
            number.putLong(0, (position - 1) / PIECE);
            digest.update(number.array());
            digest.update(piece);
        }
    }

    @Override
    public void write(ByteBuffer data) {
        while (data.hasRemaining()) {
            int from = (int) (position % PIECE);
            int n = Math.min(data.remaining(), PIECE - from);
            data.get(piece, from, n);
            position += n;
            if (from + n == PIECE) {
                add();
            }
        }
    }

    @Override
    public void zeros(long count) {
        long left = count;
        int from = (int) (position % PIECE);
        if (from > 0) {
            int n = (int) Math.min(left, PIECE - from);
            write(ByteBuffer.wrap(ZEROS, 0, n));
            left -= n;
        }
        position += left / PIECE * PIECE;
        write(ByteBuffer.wrap(ZEROS, 0, (int) (left % PIECE)));
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void finish() {
        // The digest is asked for.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
