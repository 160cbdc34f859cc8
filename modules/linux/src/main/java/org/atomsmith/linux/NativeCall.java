package org.atomsmith.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call into libc: its memory, its captured {@code errno}, and the turning of a failure into a
 * {@link LinuxException}. A call that a signal interrupted is repeated. Each thread has memory of its own that its calls
 * use one after the other: trees are handled with tens of thousands of calls, whose own work takes a microsecond.
 */
final class NativeCall implements AutoCloseable {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final MemoryLayout POINTER = ValueLayout.ADDRESS;

    private static final Linker LINKER = Linker.nativeLinker();

    /**
     * Any function of up to six integers and addresses, the variadic ones too: 64-bit Linux passes each in a register of its
     * own, and those that a function does not ask for do not matter to it. For each other shape the JVM would make a dozen
     * classes, at every start: two to five milliseconds.
     */
    private static final MethodHandle ANY = LINKER.downcallHandle(
            FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG), Linker.Option.captureCallState("errno"));

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    /** Two paths of the greatest length, and more. */
    private static final int USUAL = 12_288;

    private static final ThreadLocal<NativeCall> OF_THREAD = ThreadLocal.withInitial(NativeCall::new);

    private final MemorySegment memory = Arena.ofAuto().allocate(USUAL, 8);
    private final MemorySegment state = memory.asSlice(0, STATE.byteSize());
    private final long first = (STATE.byteSize() + 7) & -8;
    private long used;
    private boolean busy;
    private @Nullable Arena larger;

    /** What is called with the memory of one call; the result is negative when it failed. */
    @FunctionalInterface
    interface Body {
        long invoke(NativeCall call) throws Throwable;
    }

    private NativeCall() {}

    /** The calling thread's own; another one while a body makes a call itself. */
    private static NativeCall begin() {
        NativeCall own = OF_THREAD.get();
        NativeCall call = own.busy ? new NativeCall() : own;
        call.busy = true;
        call.used = call.first;
        return call;
    }

    /** The address of a function of libc, for {@link #call}. */
    static MemorySegment function(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("this system's libc has no " + name
                        + "(); Atomsmith needs glibc 2.36 or newer (Debian 12, Fedora 37)"));
    }

    /** Binds a function that returns soon: arrays of Java may be given to it without being copied. */
    static MethodHandle bindCritical(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                function(name),
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"),
                Linker.Option.critical(true));
    }

    /** Calls a function without parameters; the rest is as with six. */
    long call(MemorySegment function) throws Throwable {
        return call(function, 0, 0, 0, 0, 0, 0);
    }

    /** Calls a function of one parameter. */
    long call(MemorySegment function, long a) throws Throwable {
        return call(function, a, 0, 0, 0, 0, 0);
    }

    /** Calls a function of two parameters. */
    long call(MemorySegment function, long a, long b) throws Throwable {
        return call(function, a, b, 0, 0, 0, 0);
    }

    /** Calls a function of three parameters. */
    long call(MemorySegment function, long a, long b, long c) throws Throwable {
        return call(function, a, b, c, 0, 0, 0);
    }

    /** Calls a function of four parameters. */
    long call(MemorySegment function, long a, long b, long c, long d) throws Throwable {
        return call(function, a, b, c, d, 0, 0);
    }

    /** Calls a function of five parameters. */
    long call(MemorySegment function, long a, long b, long c, long d, long e) throws Throwable {
        return call(function, a, b, c, d, e, 0);
    }

    /**
     * Calls a function of libc whose parameters are integers and addresses.
     *
     * @return the register of the result: of a function that returns an {@code int}, its lower half counts
     */
    long call(MemorySegment function, long a, long b, long c, long d, long e, long f) throws Throwable {
        return (long) ANY.invokeExact(function, state, a, b, c, d, e, f);
    }

    /** Calls with a path as the subject of the error. */
    static long invoke(String name, Path subject, Body body) throws LinuxException {
        return invoke(name, subject.toString(), Optional.of(subject), body);
    }

    /** Calls with a text as the subject of the error. */
    static long invoke(String name, String subject, Body body) throws LinuxException {
        return invoke(name, subject, Optional.empty(), body);
    }

    private static long invoke(String name, String subject, Optional<Path> path, Body body) throws LinuxException {
        try (NativeCall call = begin()) {
            while (true) {
                call.used = call.first;
                long result = body.invoke(call);
                if (result >= 0) {
                    return result;
                }
                int errno = call.state.get(INT, ERRNO);
                if (errno != Errno.EINTR) {
                    throw new LinuxException(name, subject, path, errno);
                }
            }
        } catch (LinuxException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("calling " + name, e);
        }
    }

    /** Where the call's errno is kept, for {@link #bindCritical}. */
    MemorySegment state() {
        return state;
    }

    /** Memory for the length of this call; what is in it is not defined. */
    @SuppressWarnings("MustBeClosedChecker")
    MemorySegment allocate(long bytes) {
        long end = used + (bytes + 7 & -8);
        if (end > USUAL) {
            if (larger == null) {
                larger = Arena.ofConfined();
            }
            return larger.allocate(bytes, 8);
        }
        MemorySegment segment = memory.asSlice(used, bytes);
        used = end;
        return segment;
    }

    /** The address of a NUL-terminated copy of a path's bytes. */
    long path(Path path) {
        return bytes(FileNames.bytes(path));
    }

    /** The address of a NUL-terminated UTF-8 copy of a text. */
    long text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The address of a NUL-terminated copy of bytes. */
    long bytes(byte[] bytes) {
        MemorySegment segment = allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        segment.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
        return segment.address();
    }

    @Override
    public void close() {
        busy = false;
        if (larger != null) {
            larger.close();
            larger = null;
        }
    }
}
