package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a document with one place in them that messages name: the line and column of what is read now. */
final class XmlBytes {
    private static final int BUFFER = 1 << 16;
    private static final boolean[] IN_NAMES = new boolean[256];

    static {
        for (int c = 0; c < IN_NAMES.length; c++) {
            IN_NAMES[c] = c >= 0x80
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= ':')
                    || c == '_'
                    || c == '-'
                    || c == '.';
        }
    }

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int end;
    /** Where in the buffer the place is; -1 when it was in an earlier buffer. */
    private int place;

    private long lines = 1;
    private long columns;
    private long placeLine = 1;
    private long placeColumn = 1;

    XmlBytes(InputStream in) {
        this.in = in;
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        return position < end || fill() ? buffer[position++] & 0xff : -1;
    }

    /** The byte that {@link #read} will return. */
    int peek() throws IOException {
        return position < end || fill() ? buffer[position] & 0xff : -1;
    }

    /** Skips to the next of the two bytes and returns it, or -1 at the end. It is read then. */
    int skipTo(int one, int other) throws IOException {
        while (position < end || fill()) {
            int at = position;
            while (at < end && buffer[at] != one && buffer[at] != other) {
                at++;
            }
            position = at;
            if (at < end) {
                return buffer[position++] & 0xff;
            }
        }
        return -1;
    }

    /**
     * Copies bytes to the target, up to and without the first that is one of the two, or below a space, or at the end; or
     * until the target is longer than {@code most}.
     */
    void copyTo(int one, int other, ByteText target, int most) throws IOException {
        while (target.length() <= most && (position < end || fill())) {
            int at = position;
            while (at < end && buffer[at] != one && buffer[at] != other && (buffer[at] & 0xe0) != 0) {
                at++;
            }
            target.add(buffer, position, at - position);
            position = at;
            if (at < end) {
                return;
            }
        }
    }

    /** Copies the bytes of a name to the target, or until the target is longer than {@code most}. */
    void copyName(ByteText target, int most) throws IOException {
        while (target.length() <= most && (position < end || fill())) {
            int at = position;
            while (at < end && IN_NAMES[buffer[at] & 0xff]) {
                at++;
            }
            target.add(buffer, position, at - position);
            position = at;
            if (at < end) {
                return;
            }
        }
    }

    /** Makes the byte that was read last the place that messages name. */
    void mark() {
        place = position - 1;
    }

    private boolean fill() throws IOException {
        int counted = 0;
        if (place >= 0) {
            counted = place;
            count(0, place);
            placeLine = lines;
            placeColumn = columns + 1;
            place = -1;
        }
        count(counted, end);
        int n;
        do {
            n = in.read(buffer, 0, BUFFER);
        } while (n == 0);
        position = 0;
        end = Math.max(n, 0);
        return n > 0;
    }

    /** Counts the lines of a part of the buffer, and the columns of the last one. */
    private void count(int from, int to) {
        long line = lines;
        long column = columns;
        for (int i = from; i < to; i++) {
            byte b = buffer[i];
            if (b == '\n') {
                line++;
                column = 0;
            } else if ((b & 0xc0) != 0x80) {
                column++;
            }
        }
        lines = line;
        columns = column;
    }

    /** {@code line:column} of the place, both from 1. */
    String place() {
        if (place < 0) {
            return placeLine + ":" + placeColumn;
        }
        long line = lines;
        long column = columns;
        count(0, Math.min(place, end));
        String counted = lines + ":" + (columns + 1);
        lines = line;
        columns = column;
        return counted;
    }
}
