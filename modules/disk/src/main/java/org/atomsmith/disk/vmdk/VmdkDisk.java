package org.atomsmith.disk.vmdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.atomsmith.disk.DiskFile;
import org.atomsmith.disk.DiskFormat;
import org.atomsmith.disk.FileSection;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.WrittenFile;
import org.atomsmith.disk.parallel.BlockMemory;

/** A VMDK file in the streamOptimized form, as ESXi, vSphere, VirtualBox and cloud importers take it. */
public final class VmdkDisk implements DiskFile {
    /** VMDK with a content identifier that is derived from the content. */
    public static final DiskFormat STREAM_OPTIMIZED = (path, size, memory) ->
            new VmdkDisk(path, size, Optional.empty(), Runtime.getRuntime().availableProcessors(), memory);

    private final PendingFile file;
    private final VmdkStream stream;

    /** VMDK with a given content identifier. */
    public static DiskFormat streamOptimized(UUID contentId) {
        return (path, size, memory) -> new VmdkDisk(
                path, size, Optional.of(contentId), Runtime.getRuntime().availableProcessors(), memory);
    }

    /**
     * Begins a file.
     *
     * @param path the final name
     * @param size of the disk in bytes, whole sectors
     * @param contentId is to differ when the content does; absent derives it from the content
     * @param threads how many threads compress, 1 or more
     * @param memory of grains that were compressed already
     * @throws IOException when the file cannot be made
     */
    VmdkDisk(Path path, long size, Optional<UUID> contentId, int threads, BlockMemory memory) throws IOException {
        this.file = PendingFile.create(path);
        try {
            this.stream = new VmdkStream(new FileSection(file, 0), size, contentId, threads, memory);
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
        return "vmdk";
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        stream.write(data);
    }

    @Override
    public void zeros(long count) throws IOException {
        stream.zeros(count);
    }

    @Override
    public long position() {
        return stream.position();
    }

    @Override
    public void finish() throws IOException {
        stream.finish();
        file.publish();
    }

    @Override
    public WrittenFile written() throws IOException {
        return file.written(format());
    }

    @Override
    public void close() throws IOException {
        try (file) {
            stream.close();
        }
    }
}
