package org.atomsmith.rpm.md;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Files that are derived from metadata, by the digest of what they are made of. Each begins with a magic number, the
 * version of its layout and its size, and ends with a CRC-32C: one that is damaged, cut off or of another version
 * is as good as none, and is replaced.
 */
final class MetadataCache {
    private final Path directory;

    /** A cache in that directory, which is made when first needed. */
    MetadataCache(Path directory) {
        this.directory = directory;
    }

    /** The file of that name, mapped, if it is there and whole. */
    Optional<ByteBuffer> load(String name, int magic, int version) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve(name))) {
            long size = channel.size();
            if (size < 16 || size > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            ByteBuffer bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN);
            boolean whole = bytes.getInt(0) == magic
                    && bytes.getInt(4) == version
                    && bytes.getInt(8) == size
                    && bytes.getInt((int) size - 4) == crc(bytes);
            return whole ? Optional.of(bytes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Keeps the bytes, whose last four are for the checksum, and returns them mapped. Where the cache cannot be written,
     * they stay in memory.
     */
    ByteBuffer store(String name, ByteBuffer whole) throws IOException {
        int magic = whole.getInt(0);
        int version = whole.getInt(4);
        whole.putInt(whole.capacity() - 4, crc(whole));
        try {
            write(directory.resolve(name), whole.duplicate());
        } catch (IOException e) {
            return whole;
        }
        return load(name, magic, version).orElse(whole);
    }

    private void write(Path file, ByteBuffer content) throws IOException {
        Files.createDirectories(directory);
        Path aside = Files.createTempFile(directory, ".", ".new");
        try {
            try (FileChannel out = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                while (content.hasRemaining()) {
                    out.write(content);
                }
                out.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(bytes.capacity() - 4));
        return (int) crc.getValue();
    }
}
