package org.atomsmith.disk.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;

/**
 * A disk file that stores the blocks which are not all zeros as they are, in the order of the disk. Nothing of a block is
 * kept in memory: its bytes go to their place in the file, where zeros stay holes.
 */
public final class BlockDisk implements DiskFile {
    private static final int SECTOR = 512;
    private static final long NONE = -1;

    private final PendingFile file;
    private final BlockLayout layout;
    private final long size;
    private final int blockSize;
    private final ByteBuffer zeros;
    private long position;
    private long current = NONE;
    private long stored;

    /**
     * Begins a file.
     *
     * @param path the final name
     * @param size of the disk in bytes, whole sectors
     * @param layout of this one disk
     * @throws IOException when the size does not suit, or when the file cannot be made
     */
    public BlockDisk(Path path, long size, BlockLayout layout) throws IOException {
        if (size <= 0 || size % SECTOR != 0) {
            throw new IOException("cannot write " + path + ": a disk of " + size
                    + " bytes does not have a whole number of sectors of " + SECTOR + " bytes");
        }
        this.layout = layout;
        this.size = size;
        this.blockSize = layout.blockSize();
        this.zeros = ByteBuffer.allocate(blockSize).asReadOnlyBuffer();
        this.file = PendingFile.create(path);
        try {
            layout.begin(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public String format() {
        return layout.format();
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            int inBlock = (int) (position % blockSize);
            int n = Math.min(data.remaining(), blockSize - inBlock);
            ByteBuffer piece = data.slice(data.position(), n);
            if (piece.mismatch(zeros.slice(0, n)) >= 0) {
                file.writeSparsely(piece, begin(position / blockSize) + inBlock);
            }
            data.position(data.position() + n);
            position += n;
        }
    }

    /** Where in the file the bytes of a block begin; it is stored if it was not yet. */
    private long begin(long block) throws IOException {
        if (block != current) {
            layout.place(file, block, stored);
            current = block;
            stored++;
        }
        return end(stored) - blockSize;
    }

    private long end(long blocks) {
        return layout.blocksAt() + blocks * (layout.lead() + blockSize);
    }

    @Override
    public void zeros(long count) {
        position += count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void finish() throws IOException {
        if (position != size) {
            throw new IllegalStateException(
                    "a disk of " + size + " bytes was announced and " + position + " were written");
        }
        file.extendTo(end(stored));
        layout.finish(file, stored);
        file.publish();
    }

    @Override
    public WrittenFile written() throws IOException {
        return file.written(format());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
