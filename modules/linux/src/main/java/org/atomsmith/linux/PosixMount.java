package org.atomsmith.linux;

import static org.atomsmith.linux.NativeCall.LONG;
import static org.atomsmith.linux.NativeCall.function;
import static org.atomsmith.linux.NativeCall.invoke;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The system calls about mounted file systems. */
final class PosixMount {

    private PosixMount() {}

    private static final class Mount {
        static final MemorySegment AT = function("mount");
    }

    static void mount(String source, Path target, String type, long flags, String options) throws LinuxException {
        invoke("mount " + type, target, c ->
                (int) c.call(Mount.AT, c.text(source), c.path(target), c.text(type), flags, c.text(options)));
    }

    private static final class Umount2 {
        static final MemorySegment AT = function("umount2");
    }

    static void umount2(Path target, int flags) throws LinuxException {
        invoke("umount2", target, c -> (int) c.call(Umount2.AT, c.path(target), flags));
    }

    private static final long ST_RDONLY = 1;

    private static final class Statfs {
        static final MemorySegment AT = function("statfs");
    }

    /** Reads a {@code struct statfs} of a 64-bit architecture (asm-generic/statfs.h). */
    static FileSystemStatus statfs(Path path) throws LinuxException {
        FileSystemStatus[] status = new FileSystemStatus[1];
        invoke("statfs", path, c -> {
            MemorySegment s = c.allocate(256);
            int result = (int) c.call(Statfs.AT, c.path(path), s.address());
            long block = Math.max(1, s.get(LONG, 8));
            status[0] = new FileSystemStatus(
                    s.get(LONG, 0),
                    s.get(LONG, 16) * block,
                    s.get(LONG, 24) * block,
                    s.get(LONG, 32) * block,
                    s.get(LONG, 48),
                    (s.get(LONG, 80) & ST_RDONLY) != 0);
            return result;
        });
        return status[0];
    }
}
