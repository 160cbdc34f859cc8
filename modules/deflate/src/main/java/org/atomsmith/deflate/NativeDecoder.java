package org.atomsmith.deflate;

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
 * The system's libdeflate, which unpacks what is held whole in less than half of zlib's time.
 *
 * @param alloc {@code libdeflate_alloc_decompressor}
 * @param decompress {@code libdeflate_deflate_decompress}
 * @param free {@code libdeflate_free_decompressor}
 */
record NativeDecoder(MethodHandle alloc, MethodHandle decompress, MethodHandle free) {
    private static final String LIBRARY = "libdeflate.so.0";
    private static final int SUCCESS = 0;
    private static final Optional<NativeDecoder> INSTANCE = load();

    /** The library; empty where there is none. */
    static Optional<NativeDecoder> instance() {
        return INSTANCE;
    }

    private static Optional<NativeDecoder> load() {
        if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        try {
            SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
            Linker linker = Linker.nativeLinker();
            return Optional.of(new NativeDecoder(
                    linker.downcallHandle(
                            library.findOrThrow("libdeflate_alloc_decompressor"),
                            FunctionDescriptor.of(ValueLayout.ADDRESS)),
                    linker.downcallHandle(
                            library.findOrThrow("libdeflate_deflate_decompress"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.ADDRESS),
                            // Arrays are given as they are; the garbage collector waits for the milliseconds that it
                            // takes.
                            Linker.Option.critical(true)),
                    linker.downcallHandle(
                            library.findOrThrow("libdeflate_free_decompressor"),
                            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS))));
        } catch (IllegalArgumentException | UnsatisfiedLinkError | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /** A decompressor, freed when nothing refers to it any more. */
    MemorySegment open() {
        try {
            MemorySegment decompressor = (MemorySegment) alloc.invokeExact();
            if (decompressor.address() == 0) {
                throw new OutOfMemoryError("libdeflate");
            }
            return decompressor.reinterpret(Arena.ofAuto(), this::close);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Whether the packed bytes are a sound stream of just as many bytes as the content has room for. */
    boolean decompress(MemorySegment decompressor, MemorySegment packed, MemorySegment content) {
        try {
            // Asked for no count of what it wrote, it succeeds only when it fills the content.
            int result = (int) decompress.invokeExact(
                    decompressor, packed, packed.byteSize(), content, content.byteSize(), MemorySegment.NULL);
            return result == SUCCESS;
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private void close(MemorySegment decompressor) {
        try {
            free.invokeExact(decompressor);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(Throwable e) {
        return switch (e) {
            case RuntimeException known -> throw known;
            case Error error -> throw error;
            default -> new IllegalStateException("calling " + LIBRARY, e);
        };
    }
}
