package org.atomsmith.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The system's liblzma, which unpacks xz up to three times as fast as Java does and at once, where Java first has to
 * compile its decoder; every distribution that has packages has it. Its state is an {@code lzma_stream} that the caller
 * keeps: {@value #STREAM_SIZE} bytes of zeros at a multiple of 8, used by one thread at a time.
 */
public final class Liblzma {
    /** Bytes of {@code lzma_stream} with 64-bit pointers; this and its fields are part of liblzma's stable ABI. */
    public static final long STREAM_SIZE = 136;

    /** Where {@code lzma_stream} has the address of the next input. */
    public static final long NEXT_IN = 0;
    /** Where {@code lzma_stream} has the length of the input. */
    public static final long AVAIL_IN = 8;
    /** Where {@code lzma_stream} has the address of the room for output. */
    public static final long NEXT_OUT = 24;
    /** Where {@code lzma_stream} has how much room for output is left. */
    public static final long AVAIL_OUT = 32;

    /** A result: more can be done. */
    public static final int OK = 0;
    /** A result: everything is unpacked. */
    public static final int STREAM_END = 1;
    /** A result: there is no memory. */
    public static final int NO_MEMORY = 5;
    /** A result: it takes more memory than it may. */
    public static final int MEMORY_LIMIT = 6;
    /** A result: the input is not xz. */
    public static final int NOT_XZ = 7;
    /** A result: the input uses what this liblzma does not have. */
    public static final int UNSUPPORTED = 8;
    /** A result: the input is damaged. */
    public static final int DAMAGED = 9;
    /** A result: nothing can be done without more input or room; at the end of the input, it is cut off. */
    public static final int NO_PROGRESS = 10;

    /** An action: more input may follow. */
    public static final int RUN = 0;
    /** An action: no more input follows. */
    public static final int FINISH = 3;

    /** A flag: the input may be several streams, one after the other. */
    public static final int CONCATENATED = 0x08;

    private static final String LIBRARY = "liblzma.so.5";
    private static final Optional<Liblzma> INSTANCE = load();

    private final MethodHandle decoder;
    private final MethodHandle code;
    private final MethodHandle end;

    private Liblzma(Linker linker, SymbolLookup library) {
        this.decoder = linker.downcallHandle(
                library.findOrThrow("lzma_stream_decoder"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        this.code = linker.downcallHandle(
                library.findOrThrow("lzma_code"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        this.end =
                linker.downcallHandle(library.findOrThrow("lzma_end"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    }

    /** The library; empty where there is none: Java's decoder has to do. */
    public static Optional<Liblzma> instance() {
        return INSTANCE;
    }

    private static Optional<Liblzma> load() {
        if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Liblzma(Linker.nativeLinker(), SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    /**
     * Begins to unpack ({@code lzma_stream_decoder}); after {@link #OK} the stream has to be {@linkplain #end ended}.
     *
     * @param memoryLimit bytes that unpacking may take
     * @param flags {@link #CONCATENATED} or 0
     * @return {@link #OK} or why not
     */
    public int begin(MemorySegment stream, long memoryLimit, int flags) {
        try {
            return (int) decoder.invokeExact(stream, memoryLimit, flags);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /**
     * Unpacks ({@code lzma_code}) until the input is used up, the room for output is full, or the end is reached.
     *
     * @param action {@link #RUN} or {@link #FINISH}
     * @return {@link #OK}, {@link #STREAM_END} or what is wrong
     */
    public int code(MemorySegment stream, int action) {
        try {
            return (int) code.invokeExact(stream, action);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Frees what a stream holds ({@code lzma_end}). */
    public void end(MemorySegment stream) {
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
            default -> new IllegalStateException("calling " + LIBRARY, e);
        };
    }
}
