package org.atomsmith.ostree.delta;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.atomsmith.linux.Liblzma;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** Unpacks an .xz stream, by liblzma or else in Java, with bounded memory. */
final class XzStream {
    /** KiB that unpacking may take: enough for every preset of xz. */
    private static final int MEMORY = 100 << 10;

    private XzStream() {}

    /** The bytes that are packed; damage and excessive memory are a {@link DeltaException}. */
    static InputStream open(MemorySegment packed) throws IOException {
        Optional<Liblzma> library = Liblzma.instance();
        return library.isPresent() ? new Fast(library.get(), packed) : new Portable(packed);
    }

    /** In Java, whether or not there is a library. */
    static InputStream openPortably(MemorySegment packed) throws IOException {
        return new Portable(packed);
    }

    private static DeltaException damaged(String how) {
        return new DeltaException("the compressed data are damaged: " + how);
    }

    /** By tukaani's xz. */
    private static final class Portable extends InputStream {
        private final InputStream in;

        Portable(MemorySegment packed) throws IOException {
            this.in = guarded(() -> new XZInputStream(new SegmentStream(packed), MEMORY));
        }

        @Override
        public int read() throws IOException {
            return guarded(in::read);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return guarded(() -> in.read(buffer, offset, length));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        private interface Reading<T> {
            T read() throws IOException;
        }

        private static <T> T guarded(Reading<T> reading) throws IOException {
            try {
                return reading.read();
            } catch (MemoryLimitException e) {
                throw new DeltaException(
                        "unpacking it takes " + e.getMemoryNeeded() + " KiB of memory; the limit is " + MEMORY, e);
            } catch (XZIOException | EOFException e) {
                throw new DeltaException("the compressed data are damaged: " + e.getMessage(), e);
            }
        }
    }

    /** By liblzma. For one thread. */
    private static final class Fast extends InputStream {
        private static final int BUFFER = 65_536;

        private final Liblzma library;
        private final MemorySegment packed;
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment stream = arena.allocate(Liblzma.STREAM_SIZE, Long.BYTES);
        private final MemorySegment in = arena.allocate(BUFFER);
        private final MemorySegment out = arena.allocate(BUFFER);
        private long at;
        private int ready;
        private int taken;
        private boolean ended;

        Fast(Liblzma library, MemorySegment packed) throws DeltaException {
            this.library = library;
            this.packed = packed;
            int result = library.begin(stream, (long) MEMORY << 10, 0);
            if (result != Liblzma.OK) {
                arena.close();
                throw new DeltaException("liblzma cannot begin to unpack: error " + result);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (taken == ready) {
                if (ended) {
                    return -1;
                }
                unpack();
            }
            int n = Math.min(length, ready - taken);
            MemorySegment.copy(out, ValueLayout.JAVA_BYTE, taken, buffer, offset, n);
            taken += n;
            return n;
        }

        private void unpack() throws DeltaException {
            if (stream.get(ValueLayout.JAVA_LONG, Liblzma.AVAIL_IN) == 0) {
                int n = (int) Math.min(BUFFER, packed.byteSize() - at);
                MemorySegment.copy(packed, at, in, 0, n);
                at += n;
                stream.set(ValueLayout.ADDRESS, Liblzma.NEXT_IN, in);
                stream.set(ValueLayout.JAVA_LONG, Liblzma.AVAIL_IN, n);
            }
            stream.set(ValueLayout.ADDRESS, Liblzma.NEXT_OUT, out);
            stream.set(ValueLayout.JAVA_LONG, Liblzma.AVAIL_OUT, BUFFER);
            int result = library.code(stream, at == packed.byteSize() ? Liblzma.FINISH : Liblzma.RUN);
            ready = BUFFER - (int) stream.get(ValueLayout.JAVA_LONG, Liblzma.AVAIL_OUT);
            taken = 0;
            switch (result) {
                case Liblzma.OK -> {}
                case Liblzma.STREAM_END -> ended = true;
                case Liblzma.MEMORY_LIMIT ->
                    throw new DeltaException("unpacking it takes more memory than " + MEMORY + " KiB");
                case Liblzma.NO_PROGRESS -> throw damaged("they end too early");
                default -> throw damaged("liblzma's error " + result);
            }
        }

        @Override
        public void close() {
            if (arena.scope().isAlive()) {
                library.end(stream);
                arena.close();
            }
        }
    }
}
