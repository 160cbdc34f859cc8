package org.atomsmith.oci;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** A download that goes on where it broke off. */
final class ResumedStream extends InputStream {
    private static final int TRIES = 5;

    private final Opening opening;
    private final long size;
    private Optional<InputStream> current = Optional.empty();
    private long at;
    private int failures;

    /** Opens the content. */
    @FunctionalInterface
    interface Opening {
        /** Opens it from an offset on. */
        InputStream open(long from) throws IOException;
    }

    ResumedStream(Opening opening, long size) throws IOException {
        this.opening = opening;
        this.size = size;
        this.current = Optional.of(opening.open(0));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (true) {
            try {
                if (current.isEmpty()) {
                    current = Optional.of(opening.open(at));
                }
                int count = current.get().read(buffer, offset, length);
                if (count < 0 && at < size) {
                    throw new EOFException("the connection ended after " + at + " of " + size + " bytes");
                }
                at += Math.max(0, count);
                failures = count > 0 ? 0 : failures;
                return count;
            } catch (IOException e) {
                close();
                failures++;
                if (failures >= TRIES) {
                    throw e;
                }
                pause();
            }
        }
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(Duration.ofMillis(100L << failures));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for another try", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (current.isPresent()) {
            current.get().close();
            current = Optional.empty();
        }
    }
}
