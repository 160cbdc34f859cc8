package org.atomsmith.disk.read.vdi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.atomsmith.disk.read.block.BlockDisk;
import org.atomsmith.disk.read.block.Extent;
import org.atomsmith.disk.read.block.ExtentMap;
import org.atomsmith.disk.read.block.Unpacker;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.EntryTable;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/** Reads VirtualBox's VDI, fixed and dynamic; what holds only differences from another is refused. */
public final class VdiImage {
    /** The format's name. */
    public static final String FORMAT = "vdi";

    private static final int SIGNATURE = 0xbeda107f;
    private static final int SIGNATURE_AT = 0x40;
    private static final int HEADER_BYTES = 0x1c8;
    private static final int VERSION = 0x00010001;
    private static final int DYNAMIC = 1;
    private static final int FIXED = 2;
    private static final int BLOCK_LEAST = 1 << 12;
    private static final int BLOCK_MOST = 256 << 20;
    /** 0xffffffff is a block that was never written, 0xfffffffe one that was discarded. */
    private static final long NOT_STORED = 0xffff_fffeL;

    private VdiImage() {}

    /** Whether a file begins as VDI does. */
    public static boolean recognises(ImageSource source) throws IOException {
        return source.size() >= SIGNATURE_AT + Integer.BYTES
                && source.bytes(SIGNATURE_AT, Integer.BYTES, "signature")
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getInt()
                        == SIGNATURE;
    }

    /**
     * Opens an image; closing the disk closes the source.
     *
     * @throws IOException when the header cannot be read, is wrong, or asks for what is not read here
     */
    public static DiskImage open(ImageSource source) throws IOException {
        if (!recognises(source)) {
            throw new UnsupportedImageException(source.name(), "it is not VDI: byte 64 lacks the signature 7f10dabe");
        }
        ByteBuffer header =
                source.bytes(0, HEADER_BYTES, "the header of a VDI image").order(ByteOrder.LITTLE_ENDIAN);
        int version = header.getInt(0x44);
        if (version != VERSION) {
            throw new UnsupportedImageException(
                    source.name(),
                    "it is VDI of version " + (version >>> 16) + "." + (version & 0xffff) + "; version 1.1 is read");
        }
        int type = header.getInt(0x4c);
        if (type != DYNAMIC && type != FIXED) {
            throw new UnsupportedImageException(
                    source.name(),
                    "it is VDI of type " + Integer.toUnsignedString(type)
                            + "; dynamic (1) and fixed (2) are read. Make one that is whole with VBoxManage clonemedium");
        }
        long size = DiskImage.checkedSize(source.name(), 0x170, header.getLong(0x170));
        int block = header.getInt(0x178);
        if (Integer.bitCount(block) != 1 || block < BLOCK_LEAST || block > BLOCK_MOST || header.getInt(0x17c) != 0) {
            throw new MalformedImageException(
                    source.name(),
                    0x178,
                    "blocks are said to have " + Integer.toUnsignedString(block) + " bytes and "
                            + Integer.toUnsignedString(header.getInt(0x17c))
                            + " more; a power of two from 4096 to 256 MiB without any more is read");
        }
        long blocks = Integer.toUnsignedLong(header.getInt(0x180));
        if (blocks < Math.ceilDiv(size, block)) {
            throw new MalformedImageException(
                    source.name(),
                    0x180,
                    "the image is said to have " + blocks + " blocks of " + block + " bytes for a disk of " + size);
        }
        long tableAt = Integer.toUnsignedLong(header.getInt(0x154));
        long dataAt = Integer.toUnsignedLong(header.getInt(0x158));
        ExtentMap.Tables tables = () -> {
            EntryTable table =
                    new EntryTable(source, "the block map", tableAt, blocks, Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
            return position -> {
                long entry = table.get(position / block);
                return entry >= NOT_STORED ? new Extent.Zeros(block) : new Extent.Stored(block, dataAt + entry * block);
            };
        };
        tables.open();
        String variant = (type == DYNAMIC ? "dynamic" : "fixed") + ", blocks of " + (block >> 10) + " KiB";
        return new BlockDisk(source, new BlockDisk.Description(FORMAT, variant, size, 0), tables, () -> Unpacker.NONE);
    }
}
