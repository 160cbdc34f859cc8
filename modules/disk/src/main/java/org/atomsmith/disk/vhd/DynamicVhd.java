package org.atomsmith.disk.vhd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.block.BlockDisk;
import org.atomsmith.disk.block.BlockLayout;
import org.atomsmith.disk.block.BlockTable;

/**
 * A dynamic VHD, for Hyper-V's older machines and Xen: a copy of the footer, the dynamic header, the block allocation
 * table, blocks with a bitmap of sectors in front of each, the footer.
 */
public final class DynamicVhd implements BlockLayout {
    private static final int BLOCK = 2 << 20;
    private static final int SECTOR = 512;
    private static final int BITMAP_BYTES = BLOCK / SECTOR / Byte.SIZE;
    private static final int HEADER_BYTES = 1024;
    private static final int TABLE_AT = Footer.BYTES + HEADER_BYTES;
    private static final int HEADER_VERSION = 0x0001_0000;
    private static final int CHECKSUM_AT = 36;
    private static final int UNALLOCATED = -1;

    private final Footer footer;
    private final int blocks;
    private final BlockTable table;

    private DynamicVhd(Footer footer) {
        this.footer = footer;
        this.blocks = Math.toIntExact(Math.ceilDiv(footer.size(), BLOCK));
        this.table = new BlockTable(TABLE_AT, blocks, Integer.BYTES, ByteOrder.BIG_ENDIAN, _ -> UNALLOCATED);
    }

    /**
     * Dynamic VHD.
     *
     * @param id of the disk
     * @param timestamp of its making, in seconds since 1970
     */
    public static DiskFormat format(UUID id, long timestamp) {
        return (path, size, _) -> new BlockDisk(
                path, size, new DynamicVhd(new Footer(Footer.checked(size), Footer.Type.DYNAMIC, id, timestamp)));
    }

    @Override
    public String format() {
        return "vhd";
    }

    @Override
    public int blockSize() {
        return BLOCK;
    }

    @Override
    public int lead() {
        return BITMAP_BYTES;
    }

    @Override
    public long blocksAt() {
        return TABLE_AT + Math.ceilDiv(blocks * (long) Integer.BYTES, SECTOR) * SECTOR;
    }

    @Override
    public void begin(PendingFile file) throws IOException {
        file.write(footer.bytes(), 0);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .put(Footer.ascii("cxsparse"))
                .putLong(-1)
                .putLong(TABLE_AT)
                .putInt(HEADER_VERSION)
                .putInt(blocks)
                .putInt(BLOCK);
        file.write(Footer.withChecksum(header, CHECKSUM_AT), Footer.BYTES);
        file.extendTo(blocksAt());
    }

    @Override
    public void place(PendingFile file, long block, long place) throws IOException {
        long at = blocksAt() + place * (BITMAP_BYTES + BLOCK);
        table.set(file, block, at / SECTOR);
        byte[] allSectors = new byte[BITMAP_BYTES];
        Arrays.fill(allSectors, (byte) 0xff);
        file.write(ByteBuffer.wrap(allSectors), at);
    }

    @Override
    public void finish(PendingFile file, long stored) throws IOException {
        table.finish(file);
        // What is behind the table's last entry in its last sector stands for no block either.
        long tableEnd = TABLE_AT + blocks * (long) Integer.BYTES;
        byte[] rest = new byte[(int) (blocksAt() - tableEnd)];
        Arrays.fill(rest, (byte) 0xff);
        file.write(ByteBuffer.wrap(rest), tableEnd);
        file.write(footer.bytes(), blocksAt() + stored * (BITMAP_BYTES + BLOCK));
    }
}
