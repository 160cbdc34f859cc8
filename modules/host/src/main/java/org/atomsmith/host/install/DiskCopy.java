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
 * has. The first MiB, without which nothing starts, is written last, so that what fails or is interrupted leaves no disk
 * that looks installed.
 */
final class DiskCopy {
    private static final int CHUNK = 1 << 20;

    private final LiveDisk from;
    private final Path to;

    DiskCopy(LiveDisk from, Path to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Copies all of it.
     *
     * @param progress is given how many bytes were copied
     * @throws HostException when the medium is damaged
     * @throws IOException when a disk cannot be read or written
     */
    void copy(LongConsumer progress) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        ByteBuffer first = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel in = FileChannel.open(from.image(), StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
            writeFully(out, ByteBuffer.allocate((int) Math.min(CHUNK, from.size())), 0);
            for (long at = 0; at < from.size(); at += CHUNK) {
                ByteBuffer chunk = at == 0 ? first : buffer;
                read(in, chunk, at, from.size(), from.image());
                digest.update(chunk.duplicate());
                if (at > 0) {
                    writeFully(out, chunk, at);
                }
                progress.accept(Math.min(at + CHUNK, from.size()));
            }
            requireDigest(digest, "the medium is damaged: its disk");
            out.force(true);
            writeFully(out, first, 0);
            out.force(true);
        }
    }

    /**
     * Reads the target again; the kernel must have forgotten what was written.
     *
     * @throws HostException when it is not what was copied
     */
    void verify(LongConsumer progress) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel in = FileChannel.open(to, StandardOpenOption.READ)) {
            for (long at = 0; at < from.size(); at += CHUNK) {
                read(in, buffer, at, from.size(), to);
                digest.update(buffer);
                progress.accept(Math.min(at + CHUNK, from.size()));
            }
        }
        requireDigest(digest, to + " does not give back what was written to it: it");
    }

    private void requireDigest(MessageDigest digest, String what) throws HostException {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(from.sha256())) {
            throw new HostException(what + " has the digest " + found + ", not " + from.sha256());
        }
    }

    private static void read(FileChannel in, ByteBuffer into, long at, long size, Path name) throws IOException {
        into.clear().limit((int) Math.min(CHUNK, size - at));
        while (into.hasRemaining()) {
            if (in.read(into, at + into.position()) < 0) {
                throw new EOFException(name + " ends after " + (at + into.position()) + " of " + size + " bytes");
            }
        }
        into.flip();
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += out.write(bytes, at);
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
