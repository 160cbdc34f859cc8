package org.atomsmith.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one output of a program on a thread of its own: keeps its tail, and gives its lines to a consumer. */
final class OutputTail {
    /** A longer line is given in pieces, so that a program cannot fill the memory. */
    private static final int LONGEST_LINE = 1 << 16;

    private final InputStream in;
    private final int limit;
    private final Optional<Consumer<String>> lines;
    private final Thread thread;
    private final byte[] ring;
    private long written;

    private OutputTail(InputStream in, int limit, Optional<Consumer<String>> lines) {
        this.in = in;
        this.limit = limit;
        this.lines = lines;
        this.ring = new byte[limit];
        this.thread = Thread.ofPlatform().daemon().name("output").unstarted(this::read);
    }

    static OutputTail start(InputStream in, int limit, Optional<Consumer<String>> lines) {
        OutputTail tail = new OutputTail(in, limit, lines);
        tail.thread.start();
        return tail;
    }

    private void read() {
        byte[] buffer = new byte[8192];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                keep(buffer, n);
                if (lines.isPresent()) {
                    split(buffer, n, line, lines.get());
                }
            }
        } catch (IOException e) {
            // The pipe was closed under us because the program was ended: what was read until then counts.
        }
        if (line.size() > 0) {
            lines.ifPresent(consumer -> consumer.accept(line.toString(StandardCharsets.UTF_8)));
        }
    }

    private synchronized void keep(byte[] buffer, int n) {
        if (limit == 0) {
            return;
        }
        for (int i = Math.max(0, n - limit); i < n; i++) {
            ring[(int) ((written + i) % limit)] = buffer[i];
        }
        written += n;
    }

    private static void split(byte[] buffer, int n, ByteArrayOutputStream line, Consumer<String> consumer) {
        for (int i = 0; i < n; i++) {
            if (buffer[i] != '\n') {
                line.write(buffer[i]);
            }
            if (buffer[i] == '\n' || line.size() >= LONGEST_LINE) {
                consumer.accept(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }
    }

    /** Waits for the end of the output, at most this long: a program may have left a child that keeps it open. */
    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    /** What was kept so far. */
    synchronized String text() {
        int size = (int) Math.min(written, limit);
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = ring[(int) ((written - size + i) % limit)];
        }
        return new String(text, StandardCharsets.UTF_8);
    }
}
