package org.atomsmith.host.install;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.atomsmith.host.system.HostException;

/**
 * Copies a disk and holds it to its digest twice: what is read from the medium while it is copied, and what the target then
 * has. The first MiB, without which nothing starts, is written by {@link #finish}, when all else is done: what fails or is
 * interrupted before leaves no disk that looks installed.
 */
final class DiskCopy {
    private static final int CHUNK = 1 << 20;

    private final LiveDisk from;
    private final Path to;
    private final ByteBuffer first = ByteBuffer.allocateDirect(CHUNK);

    DiskCopy(LiveDisk from, Path to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Copies all but the first MiB, which becomes zeros.
     *
     * @param progress is given how many bytes were copied
     * @throws HostException when the medium is damaged or the disk cannot be written
     */
    void copy(LongConsumer progress) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel in = FileChannel.open(from.image(), StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
            writeFully(out, ByteBuffer.allocate((int) Math.min(CHUNK, from.size())), 0);
            for (long at = 0; at < from.size(); at += CHUNK) {
                ByteBuffer chunk = at == 0 ? first : buffer;
                readMedium(in, chunk, at);
                digest.update(chunk.duplicate());
                if (at > 0) {
                    writeFully(out, chunk, at);
                }
                progress.accept(Math.min(at + CHUNK, from.size()));
            }
            requireDigest(digest, "the medium is damaged: its disk");
            out.force(true);
        }
    }

    /**
     * Reads what was copied again; the kernel must have forgotten what was written.
     *
     * @throws HostException when it is not what was copied
     */
    void verify(LongConsumer progress) throws IOException {
        MessageDigest digest = digest();
        digest.update(first.duplicate());
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel in = FileChannel.open(to, StandardOpenOption.READ)) {
            for (long at = CHUNK; at < from.size(); at += CHUNK) {
                read(in, buffer, at, to);
                digest.update(buffer);
                progress.accept(Math.min(at + CHUNK, from.size()));
            }
        }
        requireDigest(digest, to + " does not give back what was written to it: it");
    }

    /**
     * Writes the first MiB: from now on the disk starts.
     *
     * @throws HostException when the disk cannot be written, or does not give it back
     */
    void finish() throws IOException {
        try (FileChannel out = FileChannel.open(to, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            writeFully(out, first.duplicate(), 0);
            out.force(true);
            ByteBuffer again = ByteBuffer.allocateDirect(CHUNK);
            read(out, again, 0, to);
            if (!again.equals(first)) {
                throw new HostException(to + " does not give back what was written to its first MiB");
            }
        }
    }

    private void requireDigest(MessageDigest digest, String what) throws HostException {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(from.sha256())) {
            throw new HostException(what + " has the digest " + found + ", not " + from.sha256());
        }
    }

    /** What cannot be unpacked cannot be read: the kernel says that it is an input/output error. */
    private void readMedium(FileChannel in, ByteBuffer into, long at) throws IOException {
        try {
            read(in, into, at, from.image());
        } catch (IOException e) {
            throw new HostException(
                    "the medium is damaged: its disk cannot be read at byte " + at + " of " + from.size() + " ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    private void read(FileChannel in, ByteBuffer into, long at, Path name) throws IOException {
        into.clear().limit((int) Math.min(CHUNK, from.size() - at));
        while (into.hasRemaining()) {
            if (in.read(into, at + into.position()) < 0) {
                throw new EOFException(
                        name + " ends after " + (at + into.position()) + " of " + from.size() + " bytes");
            }
        }
        into.flip();
    }

    private void writeFully(FileChannel out, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        try {
            while (bytes.hasRemaining()) {
                at += out.write(bytes, at);
            }
        } catch (IOException e) {
            throw new HostException("cannot write to " + to + " at byte " + at + ": " + e.getMessage(), e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
