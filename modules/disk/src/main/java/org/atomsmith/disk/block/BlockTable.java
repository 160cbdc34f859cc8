package org.atomsmith.disk.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongUnaryOperator;
import org.atomsmith.disk.PendingFile;

/**
 * A table in a file with one entry for each block, written from its first entry to its last. Only a page of it is in
 * memory, however large the disk.
 */
public final class BlockTable {
    private static final int PAGE_BYTES = 1 << 16;

    private final long entries;
    private final int entryBytes;
    private final LongUnaryOperator unset;
    private final ByteBuffer page;
    private long pageAt;
    private long next;

    /**
     * Begins a table.
     *
     * @param at where in the file it is
     * @param entries how many there are
     * @param entryBytes how long each is: 4 or 8 bytes
     * @param unset the entry of that number when it is not {@linkplain #set set}
     */
    public BlockTable(long at, long entries, int entryBytes, ByteOrder order, LongUnaryOperator unset) {
        this.pageAt = at;
        this.entries = entries;
        this.entryBytes = entryBytes;
        this.unset = unset;
        this.page = ByteBuffer.allocate(PAGE_BYTES).order(order);
    }

    /**
     * Sets an entry.
     *
     * @param entry its number, larger than that of any entry set before
     * @throws IOException when the file cannot be written
     */
    public void set(PendingFile file, long entry, long value) throws IOException {
        if (entry < next || entry >= entries) {
            throw new IllegalArgumentException(
                    "entry " + entry + " is not between " + next + " and the table's end at " + entries);
        }
        fillUntil(file, entry);
        put(file, value);
    }

    /**
     * Writes the rest of the table.
     *
     * @throws IOException when the file cannot be written
     */
    public void finish(PendingFile file) throws IOException {
        fillUntil(file, entries);
        flush(file);
    }

    private void fillUntil(PendingFile file, long entry) throws IOException {
        while (next < entry) {
            put(file, unset.applyAsLong(next));
        }
    }

    private void put(PendingFile file, long value) throws IOException {
        if (!page.hasRemaining()) {
            flush(file);
        }
        if (entryBytes == Integer.BYTES) {
            page.putInt((int) value);
        } else {
            page.putLong(value);
        }
        next++;
    }

    private void flush(PendingFile file) throws IOException {
        int count = page.flip().remaining();
        file.write(page, pageAt);
        pageAt += count;
        page.clear();
    }
}
