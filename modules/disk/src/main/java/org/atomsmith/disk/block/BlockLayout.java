package org.atomsmith.disk.block;

import java.io.IOException;
import org.atomsmith.disk.PendingFile;

/** What a format puts around the blocks of one disk: its heads and the table of where each block is. */
public interface BlockLayout {

    /** What the format is called on the command line. */
    String format();

    /** How many bytes a block has. */
    int blockSize();

    /** How many bytes of the format's own are in front of each stored block. */
    default int lead() {
        return 0;
    }

    /** Where in the file the first stored block, with what is in front of it, begins. */
    long blocksAt();

    /**
     * Begins the file: writes what does not depend on the content.
     *
     * @param file is empty
     * @throws IOException when it cannot be written
     */
    void begin(PendingFile file) throws IOException;

    /**
     * Notes that a block is stored. The format writes the bytes in front of it, and the disk the block itself.
     *
     * @param block its number on the disk; it grows from call to call
     * @param place its number among the stored blocks: 0, 1, 2...
     * @throws IOException when the file cannot be written
     */
    void place(PendingFile file, long block, long place) throws IOException;

    /**
     * Completes the file.
     *
     * @param stored how many blocks are stored
     * @throws IOException when it cannot be written
     */
    void finish(PendingFile file, long stored) throws IOException;
}
