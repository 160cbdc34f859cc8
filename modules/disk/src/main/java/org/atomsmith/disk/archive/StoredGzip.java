package org.atomsmith.disk.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.PositionedTarget;

/**
 * A gzip file (RFC 1952) whose content is stored, for a format that is gzip by name but holds what is compressed already.
 * As every byte has its place then, the content can be written in any order: no second file is needed for something whose
 * head is known last.
 */
public final class StoredGzip implements PositionedTarget {
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};
    private static final int BLOCK = 0xFFFF;
    private static final int BLOCK_HEAD = 5;
    private static final int BLOCKS_AT_ONCE = 64;

    private final PendingFile file;

    /** Writes to an empty file, which is the caller's to publish. */
    public StoredGzip(PendingFile file) {
        this.file = file;
    }

    private static long place(long position) {
        return HEAD.length + position / BLOCK * (BLOCK_HEAD + BLOCK) + BLOCK_HEAD + position % BLOCK;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int n = (int) Math.min(bytes.remaining(), BLOCK - at % BLOCK);
            file.write(bytes.slice(bytes.position(), n), place(at));
            bytes.position(bytes.position() + n);
            at += n;
        }
    }

    @Override
    public void extendTo(long size) throws IOException {
        file.extendTo(place(size - 1) + 1);
    }

    /**
     * Puts the blocks' heads in and computes the checksum, for which the content is read once.
     *
     * @param length of the content, 1 or more
     * @throws IOException when the file cannot be read or written
     */
    public void finish(long length) throws IOException {
        extendTo(length);
        file.write(ByteBuffer.wrap(HEAD), 0);
        CRC32 crc = new CRC32();
        ByteBuffer run =
                ByteBuffer.allocate(BLOCKS_AT_ONCE * (BLOCK_HEAD + BLOCK)).order(ByteOrder.LITTLE_ENDIAN);
        long done = 0;
        do {
            long at = place(done) - BLOCK_HEAD;
            file.read(run.clear(), at);
            run.flip();
            int begin = 0;
            do {
                int n = (int) Math.min(BLOCK, length - done);
                run.put(begin, (byte) (done + n == length ? 1 : 0));
                run.putShort(begin + 1, (short) n).putShort(begin + 3, (short) ~n);
                crc.update(run.array(), begin + BLOCK_HEAD, n);
                begin += BLOCK_HEAD + n;
                done += n;
            } while (done < length && begin < run.limit());
            file.write(run.clear().limit(begin), at);
        } while (done < length);
        ByteBuffer tail = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        tail.putInt((int) crc.getValue()).putInt((int) length).flip();
        file.write(tail, place(length - 1) + 1);
    }
}
