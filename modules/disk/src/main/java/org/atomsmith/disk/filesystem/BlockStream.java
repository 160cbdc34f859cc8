package org.atomsmith.disk.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.tree.ContentSource;
import org.atomsmith.disk.tree.ReadAhead;

/**
 * Writes the data blocks of a file system one after the other and puts the file system's own areas in where their places
 * are, so that whoever writes data need not know of them. Small pieces are gathered into large writes.
 */
public final class BlockStream {
    /** The size of a block in bytes. */
    public static final int BLOCK = 4096;

    private static final int BUFFER_BYTES = 1 << 20;

    private final ImageSink sink;
    private final List<Area> areas;
    private final ReadAhead files;
    private final long begin;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private int ahead;

    /** Something that stands at a fixed place. */
    public record Area(Run run, Content content) {}

    /** Writes the content of an area. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes exactly as many bytes as the area has.
         *
         * @throws IOException when they cannot be written
         */
        void writeTo(ImageSink sink) throws IOException;
    }

    /**
     * Begins a file system at the sink's position.
     *
     * @param areas what has a fixed place, in order
     * @param files the contents that are going to be written
     */
    public BlockStream(ImageSink sink, List<Area> areas, ReadAhead files) {
        this.sink = sink;
        this.areas = areas;
        this.files = files;
        this.begin = sink.position();
    }

    /**
     * Writes bytes and zeros behind them up to the next whole block.
     *
     * @throws IOException when they cannot be written
     */
    public void write(byte[] bytes) throws IOException {
        int done = 0;
        while (done < bytes.length) {
            int n = Math.min(bytes.length - done, room());
            buffer.put(bytes, done, n);
            done += n;
        }
        pad();
    }

    /**
     * Writes blocks of zeros.
     *
     * @throws IOException when they cannot be written
     */
    public void zeroBlocks(long count) throws IOException {
        flush();
        long left = count * BLOCK;
        while (left > 0) {
            long n = Math.min(left, untilArea());
            sink.zeros(n);
            left -= n;
        }
    }

    /**
     * Writes the content of the next file and zeros behind it up to the next whole block.
     *
     * @throws IOException when it cannot be read, or is not as long as it was
     */
    public void write(ContentSource content) throws IOException {
        if (content instanceof ContentSource.Inline inline) {
            write(inline.bytes());
            return;
        }
        long left = content.size();
        while (left > 0) {
            int room = room();
            int n = files.read(buffer.array(), buffer.position(), (int) Math.min(room, left));
            buffer.position(buffer.position() + n);
            left -= n;
        }
        pad();
    }

    /**
     * Writes zeros, and the areas that are left, up to the end of the file system.
     *
     * @param blocks how many the file system has
     * @throws IOException when they cannot be written
     */
    public void finish(long blocks) throws IOException {
        flush();
        long end = begin + blocks * BLOCK;
        while (sink.position() < end) {
            // Areas that begin here are written first, and move the position.
            long room = untilArea();
            sink.zeros(Math.min(end - sink.position(), room));
        }
    }

    private int room() throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        return buffer.remaining();
    }

    private void pad() {
        // The buffer holds whole blocks, and so there is room for the rest of one.
        while (buffer.position() % BLOCK != 0) {
            buffer.put((byte) 0);
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            int n = (int) Math.min(buffer.remaining(), untilArea());
            ByteBuffer part = buffer.slice(buffer.position(), n);
            sink.write(part);
            buffer.position(buffer.position() + n);
        }
        buffer.clear();
    }

    /** How many bytes there are up to the next area; areas that begin here are written first. */
    private long untilArea() throws IOException {
        while (ahead < areas.size()) {
            Area area = areas.get(ahead);
            long room = begin + area.run().start() * BLOCK - sink.position();
            if (room > 0) {
                return room;
            }
            ahead++;
            area.content().writeTo(sink);
            long end = begin + area.run().end() * BLOCK;
            if (sink.position() != end) {
                throw new IllegalStateException("the area of blocks " + area.run() + " ended at byte " + sink.position()
                        + " instead of " + end);
            }
        }
        return Long.MAX_VALUE;
    }
}
