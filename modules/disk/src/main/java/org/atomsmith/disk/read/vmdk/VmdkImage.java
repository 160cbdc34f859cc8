package org.atomsmith.disk.read.vmdk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.atomsmith.disk.read.block.BlockDisk;
import org.atomsmith.disk.read.block.Unpacker;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/**
 * Reads VMDK: streamOptimized, monolithicSparse, and descriptors whose extents are files beside them. Images that hold
 * only differences and those of old ESX servers are refused.
 */
public final class VmdkImage {
    /** The format's name. */
    public static final String FORMAT = "vmdk";

    /** "COWD", the sparse format of ESX servers. */
    private static final int ESX_MAGIC = 0x434f5744;

    private VmdkImage() {}

    /** Whether a file begins as VMDK does. */
    public static boolean recognises(ImageSource source) throws IOException {
        return isSparse(source) || begins(source, ESX_MAGIC) || isDescriptor(source);
    }

    private static boolean isSparse(ImageSource source) throws IOException {
        return begins(source, VmdkHeader.MAGIC);
    }

    private static boolean begins(ImageSource source, int magic) throws IOException {
        return source.size() >= Integer.BYTES
                && source.bytes(0, Integer.BYTES, "magic").getInt() == magic;
    }

    private static boolean isDescriptor(ImageSource source) throws IOException {
        int length = VmdkDescriptor.BEGIN.length();
        return source.size() >= length
                && new String(source.bytes(0, length, "descriptor").array(), StandardCharsets.ISO_8859_1)
                        .equalsIgnoreCase(VmdkDescriptor.BEGIN);
    }

    /**
     * Opens an image; closing the disk closes the source.
     *
     * @param siblings opens the files beside the image that its descriptor names
     * @throws IOException when it cannot be read, is wrong, or asks for what is not read here
     */
    public static DiskImage open(ImageSource source, Siblings siblings) throws IOException {
        if (isDescriptor(source)) {
            int length = (int) Math.min(source.size(), VmdkDescriptor.MOST_BYTES);
            byte[] text = source.bytes(0, length, "the descriptor").array();
            return VmdkExtents.open(source, VmdkDescriptor.parse(source, text), siblings);
        }
        if (!isSparse(source)) {
            throw new UnsupportedImageException(
                    source.name(),
                    "it is not a VMDK that is read here (it begins neither with KDMV nor with '" + VmdkDescriptor.BEGIN
                            + "')");
        }
        VmdkHeader header = VmdkHeader.read(source);
        String createType = "sparse";
        if (header.descriptor() > 0 && header.descriptorLength() > 0) {
            byte[] text = source.bytes(header.descriptor(), (int) header.descriptorLength(), "the descriptor")
                    .array();
            createType = VmdkDescriptor.parse(source, text).createType();
        }
        return sparse(source, header, createType);
    }

    /** The disk in a file of sparse grains. */
    static DiskImage sparse(ImageSource source, VmdkHeader header, String createType) throws IOException {
        // What is cut off or misplaced is told now, not when a file was begun.
        GrainMap checked = new GrainMap(source, header);
        if (header.capacity() > 0) {
            checked.at(0);
        }
        String variant =
                createType + ", version " + header.version() + ", grains of " + (header.grain() >> 10) + " KiB";
        return new BlockDisk(
                source,
                new BlockDisk.Description(
                        FORMAT, variant, header.capacity(), header.isCompressed() ? header.grain() : 0),
                () -> new GrainMap(source, header),
                () -> header.isCompressed() ? new DeflatedGrains(header.grain()) : Unpacker.NONE);
    }
}
