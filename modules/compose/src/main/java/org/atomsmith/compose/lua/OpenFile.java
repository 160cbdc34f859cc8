package org.atomsmith.compose.lua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.rpm.compress.Compression;

/** A file that a script has opened. Its content is in memory; what was written gets to the tree when it is flushed. */
final class OpenFile {
    private static final int MAX_SIZE = 64 << 20;

    private final Optional<Path> file;
    private final boolean appends;
    private byte[] content;
    private int length;
    private int at;
    private boolean dirty;
    private boolean closed;

    private OpenFile(Optional<Path> file, boolean appends, byte[] content) {
        this.file = file;
        this.appends = appends;
        this.content = content;
        this.length = content.length;
    }

    /** Text to read, as a program printed it; or a place for text that nobody reads. */
    static OpenFile of(byte[] content) {
        return new OpenFile(Optional.empty(), false, content);
    }

    /**
     * Opens a file.
     *
     * @param mode {@code r}, {@code w} or {@code a}, with {@code +} for both ways
     * @param umask permissions that a new file does not get
     */
    static OpenFile open(ConfinedPaths paths, String path, String mode, int umask) throws IOException {
        if (path.equals("/dev/null")) {
            return of(new byte[0]);
        }
        Path file = paths.follow(path);
        Optional<FileStatus> status = LinuxFiles.find(file);
        if (status.isPresent() && !status.get().isRegular()) {
            throw new FileSystemException(path, null, "Is a directory");
        }
        boolean reads = mode.startsWith("r");
        if (status.isEmpty()) {
            if (reads) {
                throw new FileSystemException(path, null, "No such file or directory");
            }
            Files.createFile(file);
            LinuxFiles.chmod(file, 0666 & ~umask);
        }
        byte[] content = new byte[0];
        if (mode.startsWith("w")) {
            Files.write(file, content);
        } else {
            if (Files.size(file) > MAX_SIZE) {
                throw new FileSystemException(path, null, "File too large");
            }
            content = Files.readAllBytes(file);
        }
        boolean writes = !reads || mode.contains("+");
        return new OpenFile(writes ? Optional.of(file) : Optional.empty(), mode.startsWith("a"), content);
    }

    /** The same content, decompressed. */
    OpenFile decompressed(String name) throws IOException {
        try (InputStream in = Compression.decompress(new ByteArrayInputStream(content, 0, length), name)) {
            byte[] plain = in.readNBytes(MAX_SIZE + 1);
            if (plain.length > MAX_SIZE) {
                throw new FileSystemException(name, null, "File too large");
            }
            return of(plain);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Everything that was written or read so far, and what is behind it. */
    byte[] content() {
        return Arrays.copyOf(content, length);
    }

    int remaining() {
        return length - at;
    }

    /** The next byte, or -1. */
    int peek() {
        return at < length ? content[at] & 0xff : -1;
    }

    /** Up to that many bytes; none at the end. */
    byte[] read(int count) {
        byte[] bytes = Arrays.copyOfRange(content, at, at + Math.min(count, remaining()));
        at += bytes.length;
        return bytes;
    }

    void write(byte[] bytes) throws IOException {
        at = appends ? length : at;
        long end = (long) at + bytes.length;
        if (end > MAX_SIZE) {
            throw new IOException("File too large");
        }
        if (end > content.length) {
            content = Arrays.copyOf(content, (int) Math.max(end, Math.min(MAX_SIZE, content.length * 2L)));
        }
        System.arraycopy(bytes, 0, content, at, bytes.length);
        at += bytes.length;
        length = Math.max(length, at);
        dirty = true;
    }

    /** Moves to a place; {@code from} is {@code set}, {@code cur} or {@code end}. */
    int seek(String from, int offset) throws IOException {
        long to = offset + (from.equals("set") ? 0L : from.equals("end") ? length : at);
        if (to < 0 || to > MAX_SIZE) {
            throw new IOException("Invalid argument");
        }
        if (to > length) {
            content = Arrays.copyOf(content, (int) to);
            length = (int) to;
        }
        at = (int) to;
        return at;
    }

    void flush() throws IOException {
        if (dirty && file.isPresent() && LinuxFiles.find(file.get()).isPresent()) {
            Files.write(file.get(), content());
            dirty = false;
        }
    }

    void close() throws IOException {
        flush();
        closed = true;
    }
}
