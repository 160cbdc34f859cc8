package org.atomsmith.disk.vmdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.atomsmith.disk.AppendTarget;

/** Notes where each grain is, and writes every grain table as soon as its grains are complete. */
final class GrainTables {
    private static final int ENTRIES = Vmdk.ENTRIES_PER_TABLE;
    private static final int NONE = -1;

    private final AppendTarget target;
    private final ByteBuffer directory;
    private final ByteBuffer table = littleEndian(ENTRIES * Integer.BYTES);
    private int current = NONE;

    /** Begins without any grain. */
    GrainTables(AppendTarget target, long size) {
        this.target = target;
        int tables = Math.toIntExact(Math.ceilDiv(size, (long) Vmdk.GRAIN * ENTRIES));
        this.directory = littleEndian(Math.ceilDiv(tables * Integer.BYTES, Vmdk.SECTOR) * Vmdk.SECTOR);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Notes that a grain is to be appended now. Grains come in the order of the disk.
     *
     * @throws IOException when the table before cannot be written
     */
    void place(long grain) throws IOException {
        int of = Math.toIntExact(grain / ENTRIES);
        if (of != current) {
            endTable();
            current = of;
        }
        table.putInt((int) (grain % ENTRIES) * Integer.BYTES, sector());
    }

    private void endTable() throws IOException {
        if (current == NONE) {
            return;
        }
        target.append(Vmdk.marker(Vmdk.Marker.GRAIN_TABLE, table.capacity()));
        directory.putInt(current * Integer.BYTES, sector());
        target.append(table.clear());
        table.clear().put(new byte[table.capacity()]).clear();
        current = NONE;
    }

    /**
     * Writes the last table and the directory.
     *
     * @return where the directory is, in sectors
     * @throws IOException when they cannot be written
     */
    long finish() throws IOException {
        endTable();
        target.append(Vmdk.marker(Vmdk.Marker.GRAIN_DIRECTORY, directory.capacity()));
        long at = target.length() / Vmdk.SECTOR;
        target.append(directory.clear());
        return at;
    }

    /** Where the next bytes come to lie, in sectors: 32 bits in the tables, so that a file has at most 2 TiB. */
    private int sector() throws IOException {
        long sector = target.length() / Vmdk.SECTOR;
        if (sector > 0xffff_ffffL) {
            throw new IOException("a VMDK cannot be larger than 2 TiB: write this disk as qcow2 or raw");
        }
        return (int) sector;
    }
}
