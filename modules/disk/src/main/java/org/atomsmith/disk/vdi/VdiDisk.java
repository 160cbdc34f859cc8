package org.atomsmith.disk.vdi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.block.BlockDisk;
import org.atomsmith.disk.block.BlockLayout;
import org.atomsmith.disk.block.BlockTable;
import org.atomsmith.disk.gpt.Guid;

/**
 * VDI, the dynamic kind: header, map of blocks, blocks. Version 1.1, as VirtualBox's VDICore.h and QEMU's block/vdi.c
 * have it; all numbers are little endian.
 */
public final class VdiDisk implements BlockLayout {
    private static final int BLOCK = 1 << 20;
    private static final int SECTOR = 512;
    private static final int SIGNATURE = 0xbeda107f;
    private static final int VERSION = 0x0001_0001;
    private static final int SIGNATURE_AT = 0x40;
    private static final int HEADER_BYTES = 0x180;
    private static final int DYNAMIC = 1;
    private static final int COMMENT_BYTES = 256;
    private static final int MAP_AT = SECTOR;
    private static final int UNALLOCATED = -1;
    private static final long MOST_BLOCKS = 0x3fff_ffff;
    /** VirtualBox's own way of saying that there is no geometry: it then makes one for the guest itself. */
    private static final int[] NO_GEOMETRY = {0, 0, 0};

    private final UUID id;
    private final long size;
    private final int blocks;
    private final BlockTable map;

    private VdiDisk(UUID id, long size) throws IOException {
        long count = Math.ceilDiv(size, BLOCK);
        if (count > MOST_BLOCKS) {
            throw new IOException(
                    "a VDI cannot hold a disk of " + size + " bytes: " + MOST_BLOCKS + " MiB are the most");
        }
        this.id = id;
        this.size = size;
        this.blocks = (int) count;
        this.map = new BlockTable(MAP_AT, blocks, Integer.BYTES, ByteOrder.LITTLE_ENDIAN, _ -> UNALLOCATED);
    }

    /**
     * Dynamic VDI.
     *
     * @param id of the image; VirtualBox takes no two images with the same one
     */
    public static DiskFormat dynamic(UUID id) {
        return (path, size, _) -> new BlockDisk(path, size, new VdiDisk(id, size));
    }

    @Override
    public String format() {
        return "vdi";
    }

    @Override
    public int blockSize() {
        return BLOCK;
    }

    /** Blocks are aligned to their own size, as VirtualBox does it for the sake of the disk below. */
    @Override
    public long blocksAt() {
        return Math.ceilDiv(MAP_AT + (long) blocks * Integer.BYTES, BLOCK) * BLOCK;
    }

    @Override
    public void begin(PendingFile file) throws IOException {
        // The header holds the number of stored blocks and is written at the end.
        file.extendTo(blocksAt());
    }

    @Override
    public void place(PendingFile file, long block, long place) throws IOException {
        map.set(file, block, place);
    }

    @Override
    public void finish(PendingFile file, long stored) throws IOException {
        map.finish(file);
        file.write(header(stored), 0);
    }

    private ByteBuffer header(long stored) {
        ByteBuffer header = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        header.put("<<< Atomsmith VM Virtual Disk Image >>>\n".getBytes(StandardCharsets.US_ASCII));
        header.position(SIGNATURE_AT)
                .putInt(SIGNATURE)
                .putInt(VERSION)
                .putInt(HEADER_BYTES)
                .putInt(DYNAMIC)
                .putInt(0)
                .put(new byte[COMMENT_BYTES])
                .putInt(MAP_AT)
                .putInt((int) blocksAt());
        for (int number : NO_GEOMETRY) {
            header.putInt(number);
        }
        header.putInt(SECTOR)
                .putInt(0)
                .putLong(size)
                .putInt(BLOCK)
                .putInt(0)
                .putInt(blocks)
                .putInt((int) stored);
        Guid.put(header, id);
        Guid.put(header, UUID.nameUUIDFromBytes(("vdi content " + id).getBytes(StandardCharsets.US_ASCII)));
        return header.clear();
    }
}
