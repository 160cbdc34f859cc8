package org.atomsmith.rpm.create;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Cuts a document that was written here into the elements of its packages, by its lines. */
final class FragmentReader implements Closeable {
    private static final int MAX_FRAGMENT = 256 << 20;
    private static final int MAX_LINE = 4096;
    private static final int BUFFER = 1 << 16;
    private static final byte[] BEGIN = "<package ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "</package>\n".getBytes(StandardCharsets.UTF_8);

    private final InputStream in;
    private byte[] buffer = new byte[BUFFER];
    private int position;
    private int end;

    FragmentReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its end; empty at the end of the document. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (position < end || fill()) {
            byte b = buffer[position++];
            if (b == '\n') {
                break;
            }
            line.write(b);
            if (line.size() > MAX_LINE) {
                throw new IOException("a line is too long");
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The next package's element; empty when the packages end. */
    Optional<byte[]> next() throws IOException {
        while (end - position < END.length && fill()) {
            // A shorter rest is the end of the document.
        }
        if (!startsWith(BEGIN, position)) {
            return Optional.empty();
        }
        for (int at = position; ; at++) {
            while (at >= end) {
                int offset = at - position;
                if (!fill()) {
                    return Optional.empty();
                }
                at = position + offset;
            }
            if (buffer[at] == '\n' && at - position >= END.length && startsWith(END, at + 1 - END.length)) {
                // An element ends where its end tag has a line of its own.
                if (buffer[at - END.length] == '\n') {
                    byte[] fragment = Arrays.copyOfRange(buffer, position, at + 1);
                    position = at + 1;
                    return Optional.of(fragment);
                }
            }
        }
    }

    private boolean startsWith(byte[] text, int from) {
        return from >= 0
                && from + text.length <= end
                && Arrays.equals(buffer, from, from + text.length, text, 0, text.length);
    }

    /** Reads more behind what is not used yet, which moves to the front. */
    private boolean fill() throws IOException {
        int rest = end - position;
        if (rest == buffer.length) {
            if (rest >= MAX_FRAGMENT) {
                throw new IOException("a package's element is too long");
            }
            buffer = Arrays.copyOf(buffer, 2 * rest);
        } else {
            System.arraycopy(buffer, position, buffer, 0, rest);
        }
        position = 0;
        end = rest;
        int n = in.read(buffer, rest, buffer.length - rest);
        end = rest + Math.max(n, 0);
        return n > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
