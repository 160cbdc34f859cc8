package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads a stream of unknown length to where it can be looked at anywhere: an array when small, else a file without a
 * name. The array serves the next stream too: parts are many, and fresh memory is cleared before it is used.
 */
final class Spool {
    /** Less where memory is short: there the kernel decides what of a file stays in memory. */
    private static final int IN_MEMORY = (int) Math.clamp(Runtime.getRuntime().maxMemory() / 32, 1 << 20, 24 << 20);

    private byte[] array;

    /**
     * One that has no array yet.
     *
     * @param expected how many bytes will likely come, so that memory is taken once
     */
    Spool(long expected) {
        this.array = new byte[(int) Math.clamp(expected + 1, 1, IN_MEMORY)];
    }

    /**
     * Reads all of it. The result lives until this reads again, and no longer than the arena.
     *
     * @param limit bytes; a stream that has more is refused
     * @param arena how long a file of the result lives
     * @param tmp a directory for what is large
     * @throws DeltaException when there is more than the limit
     */
    MemorySegment read(InputStream in, long limit, Arena arena, Path tmp) throws IOException {
        byte[] head = array;
        int length = 0;
        while (true) {
            int n = in.readNBytes(head, length, head.length - length);
            length += n;
            if (length < head.length) {
                refuseAbove(length, limit);
                return MemorySegment.ofArray(head).asSlice(0, length);
            }
            refuseAbove(length, limit);
            if (head.length >= IN_MEMORY) {
                return toFile(head, in, limit, arena, tmp);
            }
            head = Arrays.copyOf(head, (int) Math.min(IN_MEMORY, Math.min(head.length * 4L, limit + 1)));
            array = head;
        }
    }

    private static void refuseAbove(long length, long limit) throws DeltaException {
        if (length > limit) {
            throw new DeltaException("it has more than the " + limit + " bytes that the superblock allows");
        }
    }

    private static MemorySegment toFile(byte[] head, InputStream in, long limit, Arena arena, Path tmp)
            throws IOException {
        Path file = Files.createTempFile(tmp, "delta-", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Files.delete(file);
            write(channel, head, head.length);
            long length = head.length;
            byte[] buffer = new byte[262_144];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                length += n;
                refuseAbove(length, limit);
                write(channel, buffer, n);
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, length, arena);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void write(FileChannel channel, byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
