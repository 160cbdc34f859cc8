package org.atomsmith.disk.read.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalLong;
import org.atomsmith.disk.Part;

/** A disk that is read from an image: what the machine sees, whatever the file looks like. */
public interface DiskImage extends Part, Closeable {
    /** The largest disk that is read: as much as VHDX can hold, which is more than the others are used for. */
    long LARGEST = 64L << 40;

    /** What the format is called on the command line: {@code qcow2}. */
    String format();

    /** The format's variant, for a person: {@code version 3, zstd, clusters of 64 KiB}. */
    String variant();

    /**
     * How many of the disk's bytes the image stores; the others are zeros. Absent where only reading it all would tell.
     *
     * @throws IOException when the image's tables cannot be read
     */
    OptionalLong allocated() throws IOException;

    @Override
    default String describe() {
        return format() + ", " + variant();
    }

    /**
     * Checks the size of a disk that an image gives.
     *
     * @param image the file
     * @param position where it says so
     * @return the size
     * @throws MalformedImageException when no disk has that size
     */
    static long checkedSize(String image, long position, long size) throws MalformedImageException {
        if (size < 0 || size > LARGEST) {
            throw new MalformedImageException(
                    image,
                    position,
                    "the disk is said to have " + Long.toUnsignedString(size) + " bytes; at most " + LARGEST
                            + " are read");
        }
        return size;
    }
}
