package org.atomsmith.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Compresses with the system's liblzma to raw LZMA2, which is what a block of an .xz file consists of: one object after
 * the other, each by itself. Used by one thread; must be closed. The memory of the encoder, about 11.5 times the
 * dictionary, is kept from one object to the next.
 *
 * <p>The same version of liblzma gives the same bytes; another version may find other matches.
 */
public final class Lzma2Encoder implements AutoCloseable {
    private static final int IN = 1 << 20;
    private static final int OUT = 1 << 18;

    // lzma_options_lzma, and lzma_filter: an identifier and a pointer to the options; both are part of the stable ABI.
    private static final long OPTIONS_SIZE = 112;
    private static final long DICT_SIZE = 0;
    private static final long NICE_LEN = 36;
    private static final long FILTER_SIZE = 16;
    private static final long FILTER_OPTIONS = 8;
    private static final long FILTER_LZMA2 = 0x21;
    private static final long FILTERS_END = -1;

    private static final String LIBRARY = "liblzma.so.5";
    private static final Optional<Library> LOADED = Library.load();

    private final Library library;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment stream = arena.allocate(Liblzma.STREAM_SIZE, Long.BYTES);
    private final MemorySegment options = arena.allocate(OPTIONS_SIZE, Long.BYTES);
    private final MemorySegment filters = arena.allocate(2 * FILTER_SIZE, Long.BYTES);
    private final MemorySegment input = arena.allocate(IN);
    private final MemorySegment output = arena.allocate(OUT);
    private final byte[] packed = new byte[OUT];

    /** What is called. */
    private record Library(MethodHandle preset, MethodHandle encoder, MethodHandle code, MethodHandle end) {

        static Optional<Library> load() {
            if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
                return Optional.empty();
            }
            try {
                Linker linker = Linker.nativeLinker();
                SymbolLookup symbols = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
                return Optional.of(new Library(
                        linker.downcallHandle(
                                symbols.findOrThrow("lzma_lzma_preset"),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_BOOLEAN, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)),
                        linker.downcallHandle(
                                symbols.findOrThrow("lzma_raw_encoder"),
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS)),
                        linker.downcallHandle(
                                symbols.findOrThrow("lzma_code"),
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)),
                        linker.downcallHandle(
                                symbols.findOrThrow("lzma_end"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS))));
            } catch (RuntimeException | UnsatisfiedLinkError e) {
                return Optional.empty();
            }
        }
    }

    /**
     * An encoder.
     *
     * @param preset 0 to 9, as xz's
     * @param dictionary how many bytes back a match may be
     * @param niceLength a match of this length is taken without looking further: 2 to 273
     * @throws IllegalStateException where there is no liblzma, see {@link #isAvailable()}
     */
    public Lzma2Encoder(int preset, int dictionary, int niceLength) {
        this.library = LOADED.orElseThrow(() -> new IllegalStateException("there is no " + LIBRARY));
        if (call(() -> (boolean) library.preset.invokeExact(options, preset))) {
            arena.close();
            throw new IllegalArgumentException("liblzma has no preset " + preset);
        }
        options.set(ValueLayout.JAVA_INT, DICT_SIZE, dictionary);
        options.set(ValueLayout.JAVA_INT, NICE_LEN, niceLength);
        filters.set(ValueLayout.JAVA_LONG, 0, FILTER_LZMA2);
        filters.set(ValueLayout.ADDRESS, FILTER_OPTIONS, options);
        filters.set(ValueLayout.JAVA_LONG, FILTER_SIZE, FILTERS_END);
    }

    /** Whether this system has liblzma. */
    public static boolean isAvailable() {
        return LOADED.isPresent();
    }

    /**
     * Compresses an object.
     *
     * @param out gets all of its LZMA2 chunks, the first of which resets the dictionary, and the byte that ends them
     * @throws IOException when there is no memory, or {@code out} fails
     */
    public void encode(byte[] from, int offset, int length, OutputStream out) throws IOException {
        check(call(() -> (int) library.encoder.invokeExact(stream, filters)));
        stream.set(ValueLayout.JAVA_LONG, Liblzma.AVAIL_IN, 0);
        int taken = 0;
        int result = Liblzma.OK;
        while (result != Liblzma.STREAM_END) {
            if (stream.get(ValueLayout.JAVA_LONG, Liblzma.AVAIL_IN) == 0) {
                int n = Math.min(IN, length - taken);
                MemorySegment.copy(from, offset + taken, input, ValueLayout.JAVA_BYTE, 0, n);
                taken += n;
                stream.set(ValueLayout.ADDRESS, Liblzma.NEXT_IN, input);
                stream.set(ValueLayout.JAVA_LONG, Liblzma.AVAIL_IN, n);
            }
            stream.set(ValueLayout.ADDRESS, Liblzma.NEXT_OUT, output);
            stream.set(ValueLayout.JAVA_LONG, Liblzma.AVAIL_OUT, OUT);
            int action = taken == length ? Liblzma.FINISH : Liblzma.RUN;
            result = call(() -> (int) library.code.invokeExact(stream, action));
            if (result != Liblzma.STREAM_END) {
                check(result);
            }
            int n = OUT - (int) stream.get(ValueLayout.JAVA_LONG, Liblzma.AVAIL_OUT);
            MemorySegment.copy(output, ValueLayout.JAVA_BYTE, 0, packed, 0, n);
            out.write(packed, 0, n);
        }
    }

    private static void check(int result) throws IOException {
        if (result != Liblzma.OK) {
            throw new IOException(
                    result == Liblzma.NO_MEMORY
                            ? "not enough memory to compress with liblzma"
                            : "liblzma cannot compress: error " + result);
        }
    }

    /** Frees the encoder. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            call(() -> {
                library.end.invokeExact(stream);
                return 0;
            });
            arena.close();
        }
    }

    private interface NativeCall<T> {
        T run() throws Throwable;
    }

    private static <T> T call(NativeCall<T> call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("calling " + LIBRARY, e);
        }
    }
}
