package org.atomsmith.disk.vhdx;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.UUID;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.block.BlockDisk;
import org.atomsmith.disk.block.BlockLayout;
import org.atomsmith.disk.block.BlockTable;

/**
 * VHDX, the dynamic kind ([MS-VHDX]): headers, an empty log, the block allocation table, metadata, blocks. Blocks have
 * the least size that the format allows, so that an image is hardly larger than its content.
 */
public final class VhdxDisk implements BlockLayout {
    static final int MIB = 1 << 20;
    static final int BLOCK = MIB;
    static final int LOG_AT = MIB;
    static final int LOG_BYTES = MIB;
    static final int TABLE_AT = LOG_AT + LOG_BYTES;
    static final int METADATA_BYTES = MIB;

    /** A block that is read as zeros; one that is merely "not present" may be read as anything. */
    private static final int ZERO = 2;

    private static final int FULLY_PRESENT = 6;
    private static final int NO_SECTOR_BITMAP = 0;
    /** Behind so many blocks the table has an entry for a bitmap of sectors, which only disks with a parent use. */
    private static final long BLOCKS_PER_BITMAP = (512L << 23) / BLOCK;

    private static final long MOST_BYTES = 64L << 40;

    private final UUID id;
    private final long size;
    private final long entries;
    private final BlockTable table;

    private VhdxDisk(UUID id, long size) throws IOException {
        if (size > MOST_BYTES) {
            throw new IOException("a VHDX cannot hold a disk of " + size + " bytes: 64 TiB are the most");
        }
        this.id = id;
        this.size = size;
        this.entries = entry(Math.ceilDiv(size, BLOCK) - 1) + 1;
        this.table = new BlockTable(TABLE_AT, entries, Long.BYTES, ByteOrder.LITTLE_ENDIAN, VhdxDisk::unset);
    }

    /**
     * Dynamic VHDX.
     *
     * @param id of the disk and of its content, which the guest sees as well
     */
    public static DiskFormat dynamic(UUID id) {
        return (path, size, _) -> new BlockDisk(path, size, new VhdxDisk(id, size));
    }

    private static long entry(long block) {
        return block + block / BLOCKS_PER_BITMAP;
    }

    private static long unset(long entry) {
        return entry % (BLOCKS_PER_BITMAP + 1) == BLOCKS_PER_BITMAP ? NO_SECTOR_BITMAP : ZERO;
    }

    @Override
    public String format() {
        return "vhdx";
    }

    @Override
    public int blockSize() {
        return BLOCK;
    }

    @Override
    public long blocksAt() {
        return metadataAt() + METADATA_BYTES;
    }

    private long metadataAt() {
        return TABLE_AT + tableBytes();
    }

    private long tableBytes() {
        return Math.ceilDiv(entries * Long.BYTES, MIB) * MIB;
    }

    @Override
    public void begin(PendingFile file) throws IOException {
        new VhdxHead(id).writeTo(file, tableBytes(), metadataAt());
        new VhdxMetadata(id, size).writeTo(file, metadataAt());
        file.extendTo(blocksAt());
    }

    @Override
    public void place(PendingFile file, long block, long place) throws IOException {
        // Offsets are whole MiB, which leaves the lowest bits for the state.
        table.set(file, entry(block), blocksAt() + place * BLOCK | FULLY_PRESENT);
    }

    @Override
    public void finish(PendingFile file, long stored) throws IOException {
        table.finish(file);
    }
}
