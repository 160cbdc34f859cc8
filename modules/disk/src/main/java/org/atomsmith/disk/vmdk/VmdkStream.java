package org.atomsmith.disk.vmdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.atomsmith.disk.AppendTarget;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.block.CompressedBlocks;
import org.atomsmith.disk.parallel.BlockMemory;

/**
 * Writes a disk as a streamOptimized VMDK (VMware, "Virtual Disk Format 5.0") to a file or to a member of an archive.
 *
 * <p>The target is to be empty at the beginning. It gets the head at once, then the compressed grains, each grain table
 * behind the grains that it maps, the grain directory, the footer and the end of the stream. With a given content
 * identifier nothing is ever replaced, so that a target may as well be a digest; without one the head is replaced at the
 * end. Grains of zeros are not stored, nor are grain tables without any grain, so the tables take four bytes of memory
 * for each 32 MiB of the disk.
 *
 * <p>{@link #finish()} leaves the target complete and {@link #close()} ends the threads; to publish or to remove the file
 * is the caller's.
 */
public final class VmdkStream implements ImageSink {
    /**
     * The level of deflate with which images come out no larger than qemu-img's, which compresses with zlib's usual one.
     */
    private static final int LEVEL = 6;

    private final AppendTarget target;
    private final long size;
    private final Optional<UUID> givenId;
    private final ContentId contentId;
    private final GrainTables tables;
    private final CompressedBlocks grains;

    /**
     * Begins a disk, compressed on all processors.
     *
     * @param size of the disk in bytes, whole sectors
     * @param contentId is to differ when the content does; absent derives it from the content
     * @param memory of grains that were compressed already
     * @throws IOException when the size is none of a VMDK, or when the head cannot be written
     */
    public VmdkStream(AppendTarget target, long size, Optional<UUID> contentId, BlockMemory memory) throws IOException {
        this(target, size, contentId, Runtime.getRuntime().availableProcessors(), memory);
    }

    /**
     * Begins a disk.
     *
     * @param threads how many threads compress, 1 or more
     * @throws IOException when the size is none of a VMDK, or when the head cannot be written
     */
    VmdkStream(AppendTarget target, long size, Optional<UUID> contentId, int threads, BlockMemory memory)
            throws IOException {
        if (size <= 0 || size % Vmdk.SECTOR != 0) {
            throw new IOException("a VMDK cannot hold a disk of " + size + " bytes: a whole number of sectors of "
                    + Vmdk.SECTOR + " bytes is needed");
        }
        this.target = target;
        this.size = size;
        this.givenId = contentId;
        this.contentId = new ContentId(size);
        this.tables = new GrainTables(target, size);
        target.append(Vmdk.head(size, contentId.orElse(new UUID(0, 0))));
        this.grains = new CompressedBlocks(
                "disk-vmdk",
                threads,
                Vmdk.GRAIN,
                ZlibCompressor.MOST,
                "zlib " + LEVEL,
                memory,
                () -> new ZlibCompressor(LEVEL),
                this::store);
    }

    private void store(long index, ByteBuffer content, boolean compressed) throws IOException {
        ByteBuffer grain = Vmdk.grain(index, content);
        if (givenId.isEmpty()) {
            contentId.add(grain.duplicate());
        }
        tables.place(index);
        target.append(grain);
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        grains.write(data);
    }

    @Override
    public void zeros(long count) throws IOException {
        grains.zeros(count);
    }

    @Override
    public long position() {
        return grains.position();
    }

    @Override
    public void finish() throws IOException {
        if (position() != size) {
            throw new IllegalStateException(
                    "a disk of " + size + " bytes was announced and " + position() + " were written");
        }
        grains.finish();
        long directoryAt = tables.finish();
        target.append(Vmdk.end(size, directoryAt));
        if (givenId.isEmpty()) {
            target.replace(0, Vmdk.head(size, contentId.get()));
        }
    }

    @Override
    public void close() throws IOException {
        grains.close();
    }
}
