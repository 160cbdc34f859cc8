package org.atomsmith.linux;

import static org.atomsmith.linux.NativeCall.INT;
import static org.atomsmith.linux.NativeCall.POINTER;
import static org.atomsmith.linux.NativeCall.bind;
import static org.atomsmith.linux.NativeCall.invoke;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/** The system calls about this process itself. */
final class PosixProcess {
    static final int CLONE_NEWNS = 0x20000;

    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private PosixProcess() {}

    private static final class Unshare {
        static final MethodHandle CALL = bind("unshare", INT, INT);
    }

    /** Takes the calling thread out of what it shares with the others. */
    static void unshare(int flags, String what) throws LinuxException {
        invoke("unshare", what, c -> (int) Unshare.CALL.invokeExact(c.state(), flags));
    }

    private static final class Setenv {
        static final MethodHandle CALL = bind("setenv", INT, POINTER, POINTER, INT);
    }

    /** Sets a variable for programs to come; Java itself goes on seeing those that it was started with. */
    static void setenv(String name, String value) throws LinuxException {
        invoke("setenv", name, c -> (int) Setenv.CALL.invokeExact(c.state(), c.text(name), c.text(value), 1));
    }

    private static final class CloseRange {
        static final MethodHandle CALL = bind("close_range", INT, INT, INT, INT);
    }

    /** Lets no descriptor from this one on be seen by the program that this process becomes. */
    static void closeOnExec(int first) throws LinuxException {
        invoke("close_range", "" + first, c ->
                (int) CloseRange.CALL.invokeExact(c.state(), first, -1, CLOSE_RANGE_CLOEXEC));
    }

    private static final class Execv {
        static final MethodHandle CALL = bind("execv", INT, POINTER, POINTER);
    }

    /**
     * Makes this process, all its threads, another program. Returns only by an exception.
     *
     * @param words what the program gets as its own name and its arguments
     */
    static void execv(Path program, List<byte[]> words) throws LinuxException {
        invoke("execv", program, c -> {
            long size = ValueLayout.ADDRESS.byteSize();
            MemorySegment array = c.allocate((words.size() + 1) * size);
            for (int i = 0; i < words.size(); i++) {
                array.set(ValueLayout.ADDRESS, i * size, c.bytes(words.get(i)));
            }
            array.set(ValueLayout.ADDRESS, words.size() * size, MemorySegment.NULL);
            return (int) Execv.CALL.invokeExact(c.state(), c.path(program), array);
        });
    }
}
