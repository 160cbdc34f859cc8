package org.atomsmith.deflate;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Compresses one object after the other to raw deflate streams (RFC 1951). The same input gives the same bytes on every
 * machine and JDK, however it is cut into writes. Nothing is allocated after the constructor: about 1.4 MB, to be used
 * for many objects, by one thread at a time.
 */
public final class DeflateEncoder {
    /** The least that is compressed together, so that a block's head is worth its place. */
    private static final int CHUNK = 1 << 18;
    /** What is left for the next chunk, so that matches are not cut by its end. */
    private static final int AHEAD = 2 * Format.MAX_MATCH;

    private static final int CAPACITY = Format.WINDOW + CHUNK + AHEAD;

    private static final int MAX_HEADER = 1 << 14;

    private final byte[] buffer = new byte[CAPACITY + Long.BYTES];
    private final MatchFinder finder = new MatchFinder(buffer);
    private final Parser parser;
    private final Sequences block = new Sequences();
    private final BitSink sink = new BitSink(CAPACITY + MAX_HEADER);
    private final BlockWriter blocks = new BlockWriter(sink);
    /** What of the buffer is compressed, and what there is. */
    private int done;

    private int end;

    /**
     * An encoder.
     *
     * @param level 1 (fast) to 9 (small); each makes about the size that zlib's level makes, in less time
     */
    public DeflateEncoder(int level) {
        this.parser = new Parser(buffer, Effort.of(level), finder);
    }

    /** Starts an object; one that was not finished is forgotten. */
    public void begin() {
        finder.begin(end);
        sink.clear();
        done = 0;
        end = 0;
    }

    /** Puts bytes before the object's stream, as they are, so that a short file is written at once. */
    public void prepend(byte[] header, OutputStream out) throws IOException {
        if (header.length > MAX_HEADER) {
            out.write(header);
        } else {
            sink.put(header, 0, header.length);
        }
    }

    /**
     * Adds bytes to the object.
     *
     * @param out gets what is compressed so far, in large pieces
     */
    public void write(byte[] bytes, int offset, int length, OutputStream out) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (end == CAPACITY) {
                compress(CAPACITY - AHEAD, false, out);
                slide();
            }
            int n = Math.min(left, CAPACITY - end);
            System.arraycopy(bytes, from, buffer, end, n);
            end += n;
            from += n;
            left -= n;
        }
    }

    /** Ends the object; {@code out} has all of it then. */
    public void finish(OutputStream out) throws IOException {
        compress(end, true, out);
        sink.drain(out);
    }

    /**
     * Ends the object at a whole byte and without a last block, so that another object's blocks can follow in the same
     * stream; {@code out} has all of it then. What follows is to refer to nothing before it, as an object that was
     * {@linkplain #begin() begun} anew.
     */
    public void finishPart(OutputStream out) throws IOException {
        compress(end, false, out);
        blocks.writeEmpty(out);
        sink.drain(out);
    }

    private void compress(int limit, boolean last, OutputStream out) throws IOException {
        do {
            int from = done;
            done = parser.parse(block, from, limit, end);
            blocks.write(block, buffer, from, done, last && done == limit, out);
        } while (done < limit);
    }

    private void slide() {
        int from = done - Format.WINDOW;
        System.arraycopy(buffer, from, buffer, 0, end - from);
        finder.moved(from);
        done -= from;
        end -= from;
    }
}
