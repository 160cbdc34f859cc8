package org.atomsmith.linux;

import static org.atomsmith.linux.NativeCall.LONG;
import static org.atomsmith.linux.NativeCall.function;
import static org.atomsmith.linux.NativeCall.invoke;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/** The system calls about this process itself. */
final class PosixProcess {
    static final int CLONE_NEWNS = 0x20000;

    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private PosixProcess() {}

    private static final class Unshare {
        static final MemorySegment AT = function("unshare");
    }

    /** Takes the calling thread out of what it shares with the others. */
    static void unshare(int flags, String what) throws LinuxException {
        invoke("unshare", what, c -> (int) c.call(Unshare.AT, flags));
    }

    private static final class Setenv {
        static final MemorySegment AT = function("setenv");
    }

    /** Sets a variable for programs to come; Java itself goes on seeing those that it was started with. */
    static void setenv(String name, String value) throws LinuxException {
        invoke("setenv", name, c -> (int) c.call(Setenv.AT, c.text(name), c.text(value), 1));
    }

    private static final class CloseRange {
        static final MemorySegment AT = function("close_range");
    }

    /** Lets no descriptor from this one on be seen by the program that this process becomes. */
    static void closeOnExec(int first) throws LinuxException {
        invoke("close_range", "" + first, c -> (int) c.call(CloseRange.AT, first, -1, CLOSE_RANGE_CLOEXEC));
    }

    private static final class Execv {
        static final MemorySegment AT = function("execv");
    }

    /**
     * Makes this process, all its threads, another program. Returns only by an exception.
     *
     * @param words what the program gets as its own name and its arguments
     */
    static void execv(Path program, List<byte[]> words) throws LinuxException {
        invoke("execv", program, c -> {
            long size = LONG.byteSize();
            MemorySegment array = c.allocate((words.size() + 1) * size);
            for (int i = 0; i < words.size(); i++) {
                array.set(LONG, i * size, c.bytes(words.get(i)));
            }
            array.set(LONG, words.size() * size, 0);
            return (int) c.call(Execv.AT, c.path(program), array.address());
        });
    }
}
