package org.atomsmith.linux;

import static org.atomsmith.linux.NativeCall.function;
import static org.atomsmith.linux.NativeCall.invoke;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Extended attributes of a file, of a symbolic link itself. Names carry their name space: {@code user.},
 * {@code security.}, {@code trusted.}, {@code system.}.
 */
public final class Xattrs {
    /** The kernel's limit on one value and on the list of names (XATTR_SIZE_MAX, XATTR_LIST_MAX). */
    private static final int MAX = 65_536;
    /** Most are far below the limit, and memory that is not needed costs time to be cleared. */
    private static final int USUAL = 1024;

    private Xattrs() {}

    private static final class Llistxattr {
        static final MemorySegment AT = function("llistxattr");
    }

    private static final class Lgetxattr {
        static final MemorySegment AT = function("lgetxattr");
    }

    private static final class Lsetxattr {
        static final MemorySegment AT = function("lsetxattr");
    }

    private static final class Lremovexattr {
        static final MemorySegment AT = function("lremovexattr");
    }

    /** All attributes by name; empty on a file system that has none. */
    public static SortedMap<String, byte[]> all(Path path) throws LinuxException {
        SortedMap<String, byte[]> attributes = new TreeMap<>();
        for (String name : names(path)) {
            get(path, name).ifPresent(value -> attributes.put(name, value));
        }
        return attributes;
    }

    /** One attribute's value, or empty when the file does not have it. */
    public static Optional<byte[]> get(Path path, String name) throws LinuxException {
        try {
            return Optional.of(get(path, name, USUAL));
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.ENODATA, Errno.EOPNOTSUPP -> Optional.empty();
                case Errno.ERANGE -> Optional.of(get(path, name, MAX));
                default -> throw e;
            };
        }
    }

    private static byte[] get(Path path, String name, long room) throws LinuxException {
        byte[][] value = new byte[1][];
        invoke("lgetxattr", path, c -> {
            MemorySegment buffer = c.allocate(room);
            long size = c.call(Lgetxattr.AT, c.path(path), c.text(name), buffer.address(), room);
            if (size >= 0) {
                value[0] = buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
            }
            return size;
        });
        return value[0];
    }

    /** Sets an attribute, new or not. */
    public static void set(Path path, String name, byte[] value) throws LinuxException {
        invoke("lsetxattr " + name, path, c ->
                (int) c.call(Lsetxattr.AT, c.path(path), c.text(name), c.bytes(value), value.length, 0));
    }

    /** Removes an attribute; one that the file does not have is no error. */
    public static void remove(Path path, String name) throws LinuxException {
        try {
            invoke("lremovexattr " + name, path, c -> (int) c.call(Lremovexattr.AT, c.path(path), c.text(name)));
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENODATA) {
                throw e;
            }
        }
    }

    private static String[] names(Path path) throws LinuxException {
        byte[] list = new byte[0];
        try {
            list = list(path, USUAL);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ERANGE) {
                list = list(path, MAX);
            } else if (e.errno() != Errno.EOPNOTSUPP) {
                throw e;
            }
        }
        String names = new String(list, StandardCharsets.UTF_8);
        return names.isEmpty()
                ? new String[0]
                : names.substring(0, names.length() - 1).split("\0", -1);
    }

    private static byte[] list(Path path, long room) throws LinuxException {
        byte[][] list = {new byte[0]};
        invoke("llistxattr", path, c -> {
            MemorySegment buffer = c.allocate(room);
            long read = c.call(Llistxattr.AT, c.path(path), buffer.address(), room);
            if (read > 0) {
                list[0] = buffer.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE);
            }
            return read;
        });
        return list[0];
    }
}
