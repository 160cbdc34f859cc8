package org.atomsmith.disk.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Header, mapping tables and reference counts of a version 3 image (QEMU, docs/interop/qcow2.txt). */
final class Qcow2Tables {
    private static final int MAGIC = 0x514649fb;
    private static final int VERSION = 3;
    private static final int HEADER_BYTES = 112;
    private static final int REFCOUNT_ORDER = 4;
    private static final int INCOMPATIBLE_COMPRESSION_TYPE = 1 << 3;
    private static final long COPIED = 1L << 63;

    private final int clusterBits;
    private final int clusterSize;
    private final Compression.Method method;

    /** Tables for clusters of {@code 1 << clusterBits} bytes. */
    Qcow2Tables(int clusterBits, Compression.Method method) {
        this.clusterBits = clusterBits;
        this.clusterSize = 1 << clusterBits;
        this.method = method;
    }

    /** Writes all tables behind the data, and the header into the first cluster. */
    void writeTo(ClusterFile file, Mapping mapping, long size) throws IOException {
        int entries = clusterSize / 8;
        int tables = Math.toIntExact(Math.ceilDiv(Math.ceilDiv(size, clusterSize), entries));
        ByteBuffer l1 = ByteBuffer.allocate(tables * 8);
        for (int t = 0; t < tables; t++) {
            long first = (long) t * entries;
            if (mapping.isEmpty(first, entries)) {
                l1.putLong(0);
            } else {
                ByteBuffer l2 = ByteBuffer.allocate(clusterSize);
                for (int i = 0; i < entries; i++) {
                    l2.putLong(mapping.entry(first + i));
                }
                long at = file.take(1);
                file.write(at, l2.flip());
                l1.putLong(at | COPIED);
            }
        }
        long l1At = file.take(Math.max(1, Math.ceilDiv(tables * 8, clusterSize)));
        file.write(l1At, l1.flip());
        ByteBuffer header = header(size, tables, l1At);
        putReferences(file, header);
        file.write(0, header.flip());
    }

    private ByteBuffer header(long size, int tables, long l1At) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES + 8);
        header.putInt(MAGIC)
                .putInt(VERSION)
                .putLong(0)
                .putInt(0)
                .putInt(clusterBits)
                .putLong(size);
        header.putInt(0)
                .putInt(tables)
                .putLong(l1At)
                .putLong(0)
                .putInt(0)
                .putInt(0)
                .putLong(0);
        header.putLong(method == Compression.Method.ZLIB ? 0 : INCOMPATIBLE_COMPRESSION_TYPE);
        header.putLong(0).putLong(0).putInt(REFCOUNT_ORDER).putInt(HEADER_BYTES);
        header.put((byte) method.ordinal());
        // Behind the header, a first extension of type 0 and length 0 says that there are none.
        return header.position(HEADER_BYTES + 8);
    }

    /** Counts every cluster, those of the counts included, and says in the header where the counts are. */
    private void putReferences(ClusterFile file, ByteBuffer header) throws IOException {
        int countsPerBlock = clusterSize * 8 >> REFCOUNT_ORDER;
        int used = file.clusters();
        int blocks = 0;
        int tableClusters = 1;
        while ((long) blocks * countsPerBlock < (long) used + blocks + tableClusters) {
            blocks++;
            tableClusters = Math.ceilDiv(blocks * 8, clusterSize);
        }
        long tableAt = file.take(tableClusters);
        long blocksAt = file.take(blocks);
        ByteBuffer table = ByteBuffer.allocate(blocks * 8);
        for (int b = 0; b < blocks; b++) {
            table.putLong(blocksAt + (long) b * clusterSize);
        }
        file.write(tableAt, table.flip());
        for (int b = 0; b < blocks; b++) {
            ByteBuffer counts = ByteBuffer.allocate(clusterSize);
            for (int c = b * countsPerBlock; c < Math.min(file.clusters(), (b + 1) * countsPerBlock); c++) {
                counts.putShort(file.references(c));
            }
            file.write(blocksAt + (long) b * clusterSize, counts.clear());
        }
        header.putLong(48, tableAt).putInt(56, tableClusters);
    }
}
