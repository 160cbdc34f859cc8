package org.atomsmith.disk.read.qcow2;

import java.io.IOException;
import org.atomsmith.disk.read.block.BlockDisk;
import org.atomsmith.disk.read.block.Unpacker;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/**
 * Reads qcow2 of versions 2 and 3, compressed or not, with snapshots left aside. Encryption, backing files, data in
 * another file and subclusters are refused.
 */
public final class Qcow2Image {
    /** The format's name. */
    public static final String FORMAT = "qcow2";

    private Qcow2Image() {}

    /** Whether a file begins as qcow2 does. */
    public static boolean recognises(ImageSource source) throws IOException {
        return source.size() >= Integer.BYTES
                && source.bytes(0, Integer.BYTES, "magic").getInt() == Qcow2Header.MAGIC;
    }

    /**
     * Opens an image; closing the disk closes the source.
     *
     * @throws IOException when the header cannot be read, is wrong, or asks for what is not read here
     */
    public static DiskImage open(ImageSource source) throws IOException {
        if (!recognises(source)) {
            throw new UnsupportedImageException(source.name(), "it is not qcow2: it does not begin with QFI\\xfb");
        }
        Qcow2Header header = Qcow2Header.read(source);
        // What is cut off or misplaced is told now, not when a file was begun.
        Qcow2Map checked = new Qcow2Map(source, header);
        if (header.size() > 0) {
            checked.at(0);
        }
        String variant = "version " + header.version() + ", " + (header.zstd() ? "zstd" : "zlib") + ", clusters of "
                + header.clusterSize() / 1024.0 + " KiB";
        return new BlockDisk(
                source,
                new BlockDisk.Description(
                        FORMAT, variant.replace(".0 KiB", " KiB"), header.size(), header.clusterSize()),
                () -> new Qcow2Map(source, header),
                () -> unpacker(header));
    }

    private static Unpacker unpacker(Qcow2Header header) {
        return header.zstd() ? new ZstdClusters(header.clusterSize()) : new DeflatedClusters(header.clusterSize());
    }
}
