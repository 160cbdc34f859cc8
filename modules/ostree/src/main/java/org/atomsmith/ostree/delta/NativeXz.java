package org.atomsmith.ostree.delta;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The system's liblzma, which unpacks three times as fast as Java does and at once, where Java first has to compile its
 * decoder; every distribution that has packages has it. What it cannot be had for, {@link XzStream} does in Java.
 *
 * @param decoder {@code lzma_stream_decoder}
 * @param code {@code lzma_code}
 * @param end {@code lzma_end}
 */
record NativeXz(MethodHandle decoder, MethodHandle code, MethodHandle end) {
    /** Bytes of {@code lzma_stream} with 64-bit pointers. */
    static final long STREAM_SIZE = 136;

    static final long NEXT_IN = 0;
    static final long AVAIL_IN = 8;
    static final long NEXT_OUT = 24;
    static final long AVAIL_OUT = 32;

    static final int OK = 0;
    static final int STREAM_END = 1;
    static final int MEMORY_LIMIT = 6;
    static final int NO_PROGRESS = 10;
    /** More input may follow. */
    static final int RUN = 0;
    /** No more input follows. */
    static final int FINISH = 3;

    private static final String LIBRARY = "liblzma.so.5";
    private static final Optional<NativeXz> INSTANCE = load();

    /** The library; empty where there is none. */
    static Optional<NativeXz> instance() {
        return INSTANCE;
    }

    private static Optional<NativeXz> load() {
        if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        try {
            SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
            Linker linker = Linker.nativeLinker();
            return Optional.of(new NativeXz(
                    linker.downcallHandle(
                            library.findOrThrow("lzma_stream_decoder"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_INT)),
                    linker.downcallHandle(
                            library.findOrThrow("lzma_code"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)),
                    linker.downcallHandle(
                            library.findOrThrow("lzma_end"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS))));
        } catch (IllegalArgumentException | UnsatisfiedLinkError | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    int open(MemorySegment stream, long memoryLimit) {
        try {
            return (int) decoder.invokeExact(stream, memoryLimit, 0);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    int code(MemorySegment stream, int action) {
        try {
            return (int) code.invokeExact(stream, action);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    void close(MemorySegment stream) {
        try {
            end.invokeExact(stream);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(Throwable e) {
        return switch (e) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException(e);
        };
    }
}
