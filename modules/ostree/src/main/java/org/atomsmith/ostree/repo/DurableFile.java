package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.atomsmith.linux.LinuxFiles;

/** Small files that are whole on disk, old or new, whatever happens: written aside, synced, renamed, synced. */
public final class DurableFile {
    private DurableFile() {}

    /** Replaces a text file; see {@link #write(Path, byte[], Path)}. */
    public static void write(Path file, String content, Path tmp) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8), tmp);
    }

    /** Replaces a file; {@code tmp} is a directory on the same file system, where a killed process may leave litter. */
    public static void write(Path file, byte[] content, Path tmp) throws IOException {
        write(file, content, tmp, true);
    }

    /** The same, and with {@code durable} false without waiting for the disk. */
    static void write(Path file, byte[] content, Path tmp, boolean durable) throws IOException {
        Path directory = Optional.ofNullable(file.getParent()).orElseThrow();
        Path aside = Files.createTempFile(tmp, "durable-", "");
        try {
            try (FileChannel out = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                if (durable) {
                    out.force(true);
                }
            }
            LinuxFiles.chmod(aside, 0644);
            LinuxFiles.rename(aside, file);
        } finally {
            Files.deleteIfExists(aside);
        }
        if (durable) {
            LinuxFiles.fsync(directory);
        }
    }
}
