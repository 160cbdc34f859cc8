package org.atomsmith.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.atomsmith.disk.parallel.BlockMemory;

/** Writes a disk into one or more files, in a single pass over its sources unless memory would be short. */
public final class DiskWriter {

    /** A file to make. */
    public record Output(Path path, DiskFormat format) {}

    /**
     * What was made.
     *
     * @param size the size of the disk in bytes
     * @param sha256 the digest of the disk's content, which is also that of a raw image; absent when it was not wanted
     * @param files the files, in the order in which they were asked for
     */
    public record WrittenDisk(long size, Optional<String> sha256, List<WrittenFile> files) {}

    private DiskWriter() {}

    /**
     * Writes a disk. A file appears when it is complete, or not at all.
     *
     * @param disk the disk
     * @param outputs the files to make, one or more
     * @param digest whether to compute the digest of the disk's content; it is computed for a raw image in any case. Its
     *     zeros count, so that this takes a processor about half a second for each GiB of the disk, be it empty or not
     * @param progress is given the number of bytes just written; they add up to the disk's size
     * @throws IOException when a source cannot be read or a file cannot be written
     */
    public static WrittenDisk write(Part disk, List<Output> outputs, boolean digest, LongConsumer progress)
            throws IOException {
        return write(disk, outputs, digest, BlockMemory.none(), progress);
    }

    /**
     * Writes one of several disks that are nearly the same.
     *
     * @param memory of what the others' files have compressed already
     * @throws IOException when a source cannot be read or a file cannot be written
     */
    public static WrittenDisk write(
            Part disk, List<Output> outputs, boolean digest, BlockMemory memory, LongConsumer progress)
            throws IOException {
        List<List<Output>> passes = passes(outputs);
        Map<Output, WrittenFile> written = new HashMap<>();
        Optional<String> sha256 = Optional.empty();
        Share share = new Share(progress, passes.size());
        for (List<Output> pass : passes) {
            WrittenDisk done = pass(disk, pass, digest && sha256.isEmpty(), memory, share);
            sha256 = sha256.or(done::sha256);
            for (int i = 0; i < pass.size(); i++) {
                written.put(pass.get(i), done.files().get(i));
            }
        }
        return new WrittenDisk(
                disk.length(), sha256, outputs.stream().map(written::get).toList());
    }

    /** What is written together: everything, but for what takes too much memory beside others. */
    private static List<List<Output>> passes(List<Output> outputs) {
        List<List<Output>> passes = new ArrayList<>();
        List<Output> together = outputs.stream()
                .filter(output -> !output.format().wantsOwnPass())
                .toList();
        if (!together.isEmpty()) {
            passes.add(together);
        }
        outputs.stream()
                .filter(output -> output.format().wantsOwnPass())
                .forEach(output -> passes.add(List.of(output)));
        return passes;
    }

    /** Progress of several passes, which add up to the disk's size. */
    private static final class Share implements LongConsumer {
        private final LongConsumer progress;
        private final int passes;
        private long rest;

        Share(LongConsumer progress, int passes) {
            this.progress = progress;
            this.passes = passes;
        }

        @Override
        public void accept(long bytes) {
            long sum = rest + bytes;
            rest = sum % passes;
            progress.accept(sum / passes);
        }
    }

    private static WrittenDisk pass(
            Part disk, List<Output> outputs, boolean digest, BlockMemory memory, LongConsumer progress)
            throws IOException {
        List<DiskFile> files = new ArrayList<>();
        try {
            for (Output output : outputs) {
                files.add(output.format().create(output.path(), disk.length(), memory));
            }
        } catch (IOException | RuntimeException e) {
            new Tee(files).close();
            throw e;
        }
        if (digest || files.stream().anyMatch(RawDisk.class::isInstance)) {
            try (Digesting digesting = new Digesting(new Tee(files))) {
                long size = write(disk, digesting, progress);
                return new WrittenDisk(
                        size, Optional.of(digesting.sha256()), written(files, Optional.of(digesting.sha256())));
            }
        }
        try (Tee tee = new Tee(files)) {
            long size = write(disk, tee, progress);
            return new WrittenDisk(size, Optional.empty(), written(files, Optional.empty()));
        }
    }

    private static long write(Part disk, ImageSink sink, LongConsumer progress) throws IOException {
        ImageSink counting = new Counting(sink, progress);
        disk.writeTo(counting);
        counting.finish();
        return counting.position();
    }

    private static List<WrittenFile> written(List<DiskFile> files, Optional<String> content) throws IOException {
        List<WrittenFile> written = new ArrayList<>();
        for (DiskFile file : files) {
            // A raw image is the content: its digest is known without reading it again.
            written.add(
                    file instanceof RawDisk raw && content.isPresent()
                            ? new WrittenFile(raw.path(), raw.format(), raw.position(), content.get())
                            : file.written());
        }
        return List.copyOf(written);
    }
}
