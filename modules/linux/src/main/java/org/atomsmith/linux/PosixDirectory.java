package org.atomsmith.linux;

import static org.atomsmith.linux.NativeCall.function;
import static org.atomsmith.linux.NativeCall.invoke;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reading of directories with inode numbers and types, which saves a call for each entry. */
final class PosixDirectory {
    private static final int BUFFER = 65_536;
    private static final int NAME = 19;

    private PosixDirectory() {}

    private static final class Getdents64 {
        static final MemorySegment AT = function("getdents64");
    }

    static List<DirectoryEntry> entries(Path path) throws LinuxException {
        List<DirectoryEntry> entries = new ArrayList<>();
        try (Descriptor directory = Descriptor.open(path, Posix.O_RDONLY | Posix.O_DIRECTORY, 0)) {
            invoke("getdents64", path, c -> {
                MemorySegment buffer = c.allocate(BUFFER);
                while (true) {
                    long read = c.call(Getdents64.AT, directory.fd(), buffer.address(), BUFFER);
                    if (read <= 0) {
                        return read;
                    }
                    parse(buffer, read, path, entries);
                }
            });
        }
        return entries;
    }

    /** Records of {@code struct linux_dirent64}. */
    private static void parse(MemorySegment buffer, long length, Path path, List<DirectoryEntry> entries) {
        long at = 0;
        while (at < length) {
            int size = Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 16));
            int end = NAME;
            while (buffer.get(ValueLayout.JAVA_BYTE, at + end) != 0) {
                end++;
            }
            byte[] name = new byte[end - NAME];
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, at + NAME, name, 0, name.length);
            if (!(name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.'))) {
                long inode = buffer.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
                int type = Byte.toUnsignedInt(buffer.get(ValueLayout.JAVA_BYTE, at + 18));
                entries.add(new DirectoryEntry(text(name, path), inode, kind(type)));
            }
            at += size;
        }
    }

    private static String text(byte[] name, Path path) {
        for (byte b : name) {
            if (b < 0) {
                return decoded(name, path);
            }
        }
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private static String decoded(byte[] name, Path path) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            InvalidPathException invalid = new InvalidPathException(
                    path + "/" + new String(name, StandardCharsets.UTF_8), "Invalid UTF-8 in filename");
            invalid.initCause(e);
            throw invalid;
        }
    }

    private static Optional<FileKind> kind(int type) {
        return type == 0 ? Optional.empty() : Optional.of(FileKind.of(type << 12));
    }
}
