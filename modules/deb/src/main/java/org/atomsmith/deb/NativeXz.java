package org.atomsmith.deb;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Unpacks xz with the system's liblzma, which every distribution that has systemd or dpkg brings: unpacking is nearly all
 * of the time that reading a package takes, and liblzma needs about two thirds of what the Java decoder does. Used by one
 * thread; must be closed.
 */
final class NativeXz extends InputStream {
    private static final int IN = 1 << 16;
    private static final int OUT = 1 << 17;
    private static final long MAX_MEMORY = 300L << 20;
    private static final int CONCATENATED = 0x08;
    private static final int RUN = 0;
    private static final int FINISH = 3;
    private static final int OK = 0;
    private static final int STREAM_END = 1;

    /** {@code sizeof(lzma_stream)} on 64-bit systems, and where its fields are; part of liblzma's stable ABI. */
    private static final long STREAM = 136;

    private static final long NEXT_IN = 0;
    private static final long AVAIL_IN = 8;
    private static final long NEXT_OUT = 24;
    private static final long AVAIL_OUT = 32;

    private final Library library;
    private final InputStream in;
    private final String name;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment stream = arena.allocate(STREAM, 8);
    private final MemorySegment input = arena.allocate(IN);
    private final MemorySegment output = arena.allocate(OUT);
    private final byte[] packed = new byte[IN];
    private final byte[] unpacked = new byte[OUT];
    private int at;
    private int end;
    private boolean finished;
    private boolean inputEnded;
    private boolean closed;

    private record Library(MethodHandle decoder, MethodHandle code, MethodHandle end) {
        private static final Optional<Library> FOUND = find();

        private static Optional<Library> find() {
            if (ADDRESS.byteSize() != 8) {
                return Optional.empty();
            }
            try {
                SymbolLookup symbols = SymbolLookup.libraryLookup("liblzma.so.5", Arena.global());
                Linker linker = Linker.nativeLinker();
                return Optional.of(new Library(
                        linker.downcallHandle(
                                symbols.findOrThrow("lzma_stream_decoder"),
                                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)),
                        linker.downcallHandle(
                                symbols.findOrThrow("lzma_code"), FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)),
                        linker.downcallHandle(symbols.findOrThrow("lzma_end"), FunctionDescriptor.ofVoid(ADDRESS))));
            } catch (RuntimeException | UnsatisfiedLinkError e) {
                return Optional.empty(); // No such library: the Java decoder does it.
            }
        }
    }

    private NativeXz(Library library, InputStream in, String name) throws IOException {
        this.library = library;
        this.in = in;
        this.name = name;
        int result;
        try {
            result = (int) library.decoder().invokeExact(stream, MAX_MEMORY, CONCATENATED);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (result != OK) {
            arena.close();
            throw damaged(result);
        }
    }

    /**
     * Unpacks a stream, if this system has the library.
     *
     * @param name what messages call the stream
     */
    static Optional<InputStream> open(InputStream in, String name) throws IOException {
        return Library.FOUND.isPresent() ? Optional.of(new NativeXz(Library.FOUND.get(), in, name)) : Optional.empty();
    }

    @Override
    public int read() throws IOException {
        return at == end && !fill() ? -1 : unpacked[at++] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == end && !fill()) {
            return -1;
        }
        int n = Math.min(length, end - at);
        System.arraycopy(unpacked, at, buffer, from, n);
        at += n;
        return n;
    }

    /** Unpacks until the buffer is full or everything is unpacked; false when nothing is left. */
    private boolean fill() throws IOException {
        if (closed) {
            throw new IOException(name + ": the stream is closed");
        }
        if (finished) {
            return false;
        }
        stream.set(ADDRESS, NEXT_OUT, output);
        stream.set(JAVA_LONG, AVAIL_OUT, OUT);
        while (!finished && stream.get(JAVA_LONG, AVAIL_OUT) > 0) {
            if (stream.get(JAVA_LONG, AVAIL_IN) == 0 && !inputEnded) {
                readInput();
            }
            int result;
            try {
                result = (int) library.code().invokeExact(stream, inputEnded ? FINISH : RUN);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            if (result == STREAM_END) {
                finished = true;
            } else if (result != OK) {
                throw damaged(result);
            }
        }
        at = 0;
        end = (int) (OUT - stream.get(JAVA_LONG, AVAIL_OUT));
        MemorySegment.copy(output, JAVA_BYTE, 0, unpacked, 0, end);
        return end > 0;
    }

    private void readInput() throws IOException {
        int n = in.read(packed, 0, IN);
        if (n < 0) {
            inputEnded = true;
            return;
        }
        MemorySegment.copy(packed, 0, input, JAVA_BYTE, 0, n);
        stream.set(ADDRESS, NEXT_IN, input);
        stream.set(JAVA_LONG, AVAIL_IN, n);
    }

    private IOException damaged(int result) {
        String reason = switch (result) {
            case 5 -> "not enough memory";
            case 6 -> "it needs more than " + (MAX_MEMORY >> 20) + " MiB of memory to unpack";
            case 7 -> "it is not xz";
            case 8 -> "it uses a feature of xz that is not known";
            case 9 -> "its content is damaged";
            case 10 -> "it is cut off";
            default -> "liblzma reports error " + result;
        };
        return new XzException(name + ": " + reason);
    }

    /** The content is not intact xz. */
    static final class XzException extends IOException {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        XzException(String message) {
            super(message);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                library.end().invokeExact(stream);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            arena.close();
        }
    }
}
