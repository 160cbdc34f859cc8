package org.atomsmith.linux;

import java.io.IOException;
import java.util.List;

/** Waits for several descriptors at once, and for other threads that call {@link #wake}. */
public final class Wait implements AutoCloseable {
    /** There is something to read. */
    public static final int READABLE = 1;

    private final int event;

    private Wait(int event) {
        this.event = event;
    }

    /** A descriptor and what is waited for: the bits of {@code poll(2)}. */
    public record Interest(int descriptor, int events) {}

    /** Makes one. */
    public static Wait open() throws IOException {
        return new Wait(PosixSocket.eventfd());
    }

    /** Ends a wait of another thread, or the next one. May be called from any thread. */
    public void wake() throws IOException {
        try {
            PosixSocket.eventfdWrite(event);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EAGAIN) {
                throw e;
            }
        }
    }

    /**
     * Waits until something happens to one of the descriptors.
     *
     * @param milliseconds at most; negative for as long as it takes
     */
    public void await(List<Interest> interests, long milliseconds) throws IOException {
        int count = interests.size();
        int[] descriptors = new int[count + 1];
        short[] wanted = new short[count + 1];
        for (int i = 0; i < count; i++) {
            descriptors[i] = interests.get(i).descriptor();
            wanted[i] = (short) interests.get(i).events();
        }
        descriptors[count] = event;
        wanted[count] = READABLE;
        short[] happened = new short[count + 1];
        PosixSocket.poll(descriptors, wanted, happened, (int) Math.min(milliseconds, Integer.MAX_VALUE));
        if (happened[count] != 0) {
            PosixSocket.eventfdRead(event);
        }
    }

    @Override
    public void close() throws IOException {
        Posix.close(event);
    }
}
