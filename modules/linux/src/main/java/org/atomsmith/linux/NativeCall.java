package org.atomsmith.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
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
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

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

    /** Binds a function of libc whose {@code errno} is captured: its first parameter is {@link #state()}. */
    static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... parameters) {
        return bind(name, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"));
    }

    /** Binds a variadic function; the arguments from {@code firstVariadic} on are the variable ones. */
    static MethodHandle bindVariadic(String name, int firstVariadic, MemoryLayout result, MemoryLayout... parameters) {
        return bind(
                name,
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    /** Binds a function that returns soon: arrays of Java may be given to it without being copied. */
    static MethodHandle bindCritical(String name, MemoryLayout result, MemoryLayout... parameters) {
        return bind(
                name,
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"),
                Linker.Option.critical(true));
    }

    private static MethodHandle bind(String name, FunctionDescriptor shape, Linker.Option... options) {
        MemorySegment address = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("this system's libc has no " + name
                        + "(); Atomsmith needs glibc 2.36 or newer (Debian 12, Fedora 37)"));
        return LINKER.downcallHandle(address, shape, options);
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
                int errno = (int) ERRNO.get(call.state, 0L);
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

    /** Where the call's errno is kept. */
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

    /** A NUL-terminated copy of a path's bytes. */
    MemorySegment path(Path path) {
        return bytes(FileNames.bytes(path));
    }

    /** A NUL-terminated UTF-8 copy of a text. */
    MemorySegment text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A NUL-terminated copy of bytes. */
    MemorySegment bytes(byte[] bytes) {
        MemorySegment segment = allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        segment.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
        return segment;
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
