package org.atomsmith.disk.filesystem;

import java.util.ArrayList;
import java.util.List;

/**
 * Hands out blocks from front to back, around what the file system itself occupies. Nothing is ever given back, so every
 * block in front of {@link #next()} is in use.
 */
public final class BlockAllocator {
    private final List<Run> fixed;
    private int ahead;
    private long next;

    /** Begins at block 0; {@code fixed} are the runs to leave out, in order. */
    public BlockAllocator(List<Run> fixed) {
        this.fixed = fixed;
        skip();
    }

    /**
     * Takes blocks; the result has more than one run where something lies in between. Takes more than there are without
     * complaint: {@link #next()} then lies behind the end.
     */
    public List<Run> take(long count) {
        List<Run> runs = new ArrayList<>(1);
        long left = count;
        while (left > 0) {
            long room = ahead < fixed.size() ? fixed.get(ahead).start() - next : Long.MAX_VALUE;
            long taken = Math.min(left, room);
            runs.add(new Run(next, taken));
            next += taken;
            left -= taken;
            skip();
        }
        return runs;
    }

    /** The first block that is free. */
    public long next() {
        return next;
    }

    private void skip() {
        while (ahead < fixed.size() && fixed.get(ahead).start() <= next) {
            next = Math.max(next, fixed.get(ahead).end());
            ahead++;
        }
    }
}
