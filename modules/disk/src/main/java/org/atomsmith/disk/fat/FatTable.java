package org.atomsmith.disk.fat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The file allocation table: every file lies in one piece, so its chain is a count. */
final class FatTable {
    private static final int MEDIA = 0x0ffffff8;

    private final FatGeometry geometry;
    private final byte[] table;
    private int next = FatGeometry.FIRST_CLUSTER;

    /** An empty table. */
    FatTable(FatGeometry geometry) {
        this.geometry = geometry;
        this.table = new byte[geometry.tableSectors() * FatGeometry.SECTOR];
        set(0, MEDIA & geometry.type().endOfChain());
        set(1, geometry.type().endOfChain());
    }

    /** The first cluster that is free; may be more than there are. */
    int next() {
        return next;
    }

    /** How many clusters are free; negative when too many were taken. */
    long free() {
        return geometry.clusters() + FatGeometry.FIRST_CLUSTER - next;
    }

    /** Takes clusters and chains them; gives the first. */
    int take(long count) {
        int first = next;
        next = Math.addExact(next, Math.toIntExact(count));
        if (free() >= 0) {
            for (int cluster = first; cluster < next; cluster++) {
                set(cluster, cluster == next - 1 ? geometry.type().endOfChain() : cluster + 1);
            }
        }
        return first;
    }

    private void set(int cluster, int value) {
        ByteBuffer out = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        switch (geometry.type()) {
            case FAT32 -> out.putInt(4 * cluster, value);
            case FAT16 -> out.putShort(2 * cluster, (short) value);
            case FAT12 -> {
                // Two entries share three bytes.
                int at = cluster + cluster / 2;
                int both = out.getShort(at) & 0xffff;
                both = cluster % 2 == 0 ? both & 0xf000 | value : both & 0x000f | value << 4;
                out.putShort(at, (short) both);
            }
        }
    }

    /** The bytes of one table. */
    byte[] bytes() {
        return table;
    }
}
