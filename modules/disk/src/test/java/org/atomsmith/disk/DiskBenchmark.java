package org.atomsmith.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.atomsmith.disk.ext4.Ext4FileSystem;
import org.atomsmith.disk.ext4.Ext4Options;
import org.atomsmith.disk.gpt.PartitionType;
import org.atomsmith.disk.qcow2.Qcow2Disk;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.HostTree;

/** Writes a folder as a disk and tells how long that took: {@code DiskBenchmark FOLDER OUT raw|zlib|zstd...}. */
public final class DiskBenchmark {
    private DiskBenchmark() {}

    /** Runs every format alone, then all of them in one pass. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path out = Path.of(arguments[1]);
        List<String> formats = List.of(arguments).subList(2, arguments.length);
        for (String format : formats) {
            run(folder, out, List.of(format));
        }
        if (formats.size() > 1) {
            run(folder, out, formats);
        }
    }

    private static void run(Path folder, Path out, List<String> formats) throws IOException {
        long begin = System.nanoTime();
        Directory root = HostTree.of(folder);
        long walked = System.nanoTime();
        Ext4Options options = Ext4Options.of("root", new UUID(1, 2), new UUID(3, 4), 4L << 30, 1_750_000_000L);
        Ext4FileSystem fileSystem = Ext4FileSystem.plan(root, options);
        DiskLayout disk = DiskLayout.of(new UUID(5, 6))
                .partition(PartitionType.ROOT_X86_64.guid(), new UUID(7, 8), "root", 0, fileSystem)
                .build();
        long planned = System.nanoTime();
        List<DiskWriter.Output> outputs = new ArrayList<>();
        for (String format : formats) {
            DiskFormat of = switch (format) {
                case "raw" -> DiskFormat.RAW;
                case "zlib" -> Qcow2Disk.QCOW2_ZLIB;
                default -> Qcow2Disk.QCOW2_ZSTD;
            };
            outputs.add(new DiskWriter.Output(out.resolve("bench." + format), of));
        }
        DiskWriter.WrittenDisk written = DiskWriter.write(disk, outputs, false, n -> {});
        long done = System.nanoTime();
        System.out.printf(
                "%s: %d inodes, %d MB used; walk %.2f s, plan %.2f s, write %.2f s%n",
                formats,
                fileSystem.inodesUsed(),
                (options.size() - fileSystem.free()) >> 20,
                (walked - begin) / 1e9,
                (planned - walked) / 1e9,
                (done - planned) / 1e9);
        written.files().forEach(f -> System.out.printf("  %s %d %s%n", f.path(), f.size(), f.sha256()));
    }
}
