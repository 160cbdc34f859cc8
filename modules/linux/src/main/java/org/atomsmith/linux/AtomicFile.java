package org.atomsmith.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Files and symbolic links that change in one step: whoever reads sees the old or the new one, whole, whatever happens
 * in between. The new one is made beside the old one under its name and {@code .tmp}; what a killed process left there
 * is replaced.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Replaces a file; its content is on the disk before it has its name. */
    public static void write(Path file, byte[] content, int permissions) throws IOException {
        Path aside = aside(file);
        Files.deleteIfExists(aside);
        try (FileChannel out = FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            LinuxFiles.chmod(aside, permissions);
            out.force(true);
        }
        LinuxFiles.rename(aside, file);
    }

    /** Replaces a text file, readable by all. */
    public static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8), 0644);
    }

    /** Makes a symbolic link, or points the one that is there elsewhere. */
    public static void symlink(String target, Path link) throws IOException {
        Path aside = aside(link);
        Files.deleteIfExists(aside);
        LinuxFiles.symlink(target, aside);
        LinuxFiles.rename(aside, link);
    }

    private static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }
}
