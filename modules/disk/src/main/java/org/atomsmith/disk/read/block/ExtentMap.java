package org.atomsmith.disk.read.block;

import java.io.IOException;

/** Where an image has the bytes of its disk. It is asked from front to back, by one thread. */
@FunctionalInterface
public interface ExtentMap {

    /**
     * What begins at a byte of the disk.
     *
     * @param position a byte of the disk, where the extent before it ended
     * @return the extent; it may reach beyond the disk's end
     * @throws IOException when the image's tables cannot be read or are wrong
     */
    Extent at(long position) throws IOException;

    /** An image's tables, to be read from their beginning. */
    @FunctionalInterface
    interface Tables {
        /** Begins to read them. */
        ExtentMap open() throws IOException;
    }
}
