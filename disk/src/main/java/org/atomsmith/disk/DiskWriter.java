package org.atomsmith.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Writes a disk into one or more files in a single pass over its sources. */
public final class DiskWriter {

    /** A file to make. */
    public record Output(Path path, DiskFormat format) {}

    /**
     * What was made.
     *
     * @param size the size of the disk in bytes
     * @param sha256 the digest of the disk's content, which is also that of a raw image
     * @param files the files, in the order in which they were asked for
     */
    public record WrittenDisk(long size, String sha256, List<WrittenFile> files) {}

    private DiskWriter() {}

    /**
     * Writes a disk. Either all files appear, complete, or none of those that were not finished yet.
     *
     * @param disk the disk
     * @param outputs the files to make, one or more
     * @param progress is given the number of bytes just written; they add up to the disk's size
     * @throws IOException when a source cannot be read or a file cannot be written
     */
    public static WrittenDisk write(Part disk, List<Output> outputs, LongConsumer progress) throws IOException {
        List<DiskFile> files = new ArrayList<>();
        try {
            for (Output output : outputs) {
                files.add(output.format().create(output.path()));
            }
        } catch (IOException | RuntimeException e) {
            new Tee(files).close();
            throw e;
        }
        try (Digesting digesting = new Digesting(new Tee(files))) {
            ImageSink sink = new Counting(digesting, progress);
            disk.writeTo(sink);
            sink.finish();
            return new WrittenDisk(sink.position(), digesting.sha256(), written(files, digesting.sha256()));
        }
    }

    private static List<WrittenFile> written(List<DiskFile> files, String sha256) throws IOException {
        List<WrittenFile> written = new ArrayList<>();
        for (DiskFile file : files) {
            written.add(
                    file instanceof RawDisk raw
                            ? new WrittenFile(raw.path(), raw.format(), raw.position(), sha256)
                            : file.written());
        }
        return List.copyOf(written);
    }
}
