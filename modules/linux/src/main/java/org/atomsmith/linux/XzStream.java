package org.atomsmith.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Unpacks xz with the system's liblzma, which needs about two thirds of what the Java decoder does. Used by one thread; must
 * be closed, which leaves the packed stream open.
 */
public final class XzStream extends InputStream {
    private static final int IN = 1 << 16;
    private static final int OUT = 1 << 17;
    private static final long MAX_MEMORY = 300L << 20;

    private final Liblzma library;
    private final InputStream in;
    private final String name;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment stream = arena.allocate(Liblzma.STREAM_SIZE, Long.BYTES);
    private final MemorySegment input = arena.allocate(IN);
    private final MemorySegment output = arena.allocate(OUT);
    private final byte[] packed = new byte[IN];
    private final byte[] unpacked = new byte[OUT];
    private int at;
    private int end;
    private boolean finished;
    private boolean inputEnded;
    private boolean closed;

    private XzStream(Liblzma library, InputStream in, String name) throws IOException {
        this.library = library;
        this.in = in;
        this.name = name;
        int result = library.begin(stream, MAX_MEMORY, Liblzma.CONCATENATED);
        if (result != Liblzma.OK) {
            arena.close();
            throw damaged(result);
        }
    }

    /**
     * Unpacks a stream, if this system has the library.
     *
     * @param in gives the packed bytes
     * @param name what messages call the stream
     * @throws IOException when there is no memory for it
     */
    public static Optional<InputStream> open(InputStream in, String name) throws IOException {
        Optional<Liblzma> library = Liblzma.instance();
        return library.isPresent() ? Optional.of(new XzStream(library.get(), in, name)) : Optional.empty();
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
        stream.set(ADDRESS, Liblzma.NEXT_OUT, output);
        stream.set(JAVA_LONG, Liblzma.AVAIL_OUT, OUT);
        while (!finished && stream.get(JAVA_LONG, Liblzma.AVAIL_OUT) > 0) {
            if (stream.get(JAVA_LONG, Liblzma.AVAIL_IN) == 0 && !inputEnded) {
                readInput();
            }
            int result = library.code(stream, inputEnded ? Liblzma.FINISH : Liblzma.RUN);
            if (result == Liblzma.STREAM_END) {
                finished = true;
            } else if (result != Liblzma.OK) {
                throw damaged(result);
            }
        }
        at = 0;
        end = (int) (OUT - stream.get(JAVA_LONG, Liblzma.AVAIL_OUT));
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
        stream.set(ADDRESS, Liblzma.NEXT_IN, input);
        stream.set(JAVA_LONG, Liblzma.AVAIL_IN, n);
    }

    private IOException damaged(int result) {
        String reason = switch (result) {
            case Liblzma.NO_MEMORY -> "not enough memory";
            case Liblzma.MEMORY_LIMIT -> "it needs more than " + (MAX_MEMORY >> 20) + " MiB of memory to unpack";
            case Liblzma.NOT_XZ -> "it is not xz";
            case Liblzma.UNSUPPORTED -> "it uses a feature of xz that is not known";
            case Liblzma.DAMAGED -> "its content is damaged";
            case Liblzma.NO_PROGRESS -> "it is cut off";
            default -> "liblzma reports error " + result;
        };
        return new XzException(name + ": " + reason);
    }

    /** The content is not intact xz. */
    public static final class XzException extends IOException {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        private XzException(String message) {
            super(message);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            library.end(stream);
            arena.close();
        }
    }
}
