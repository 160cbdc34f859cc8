import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.atomsmith.deflate.DeflateEncoder;

/** Compresses every file of some folders with our levels and zlib's, in turn, one object for each file. */
final class Deflate {
    private static final int GROUP = 1 << 20;
    private static final int MAX_FILE = 64 << 20;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Compresses one object and says how long the result is. */
    private interface Encoder {
        long size(byte[] bytes) throws IOException;
    }

    private static final class Count extends OutputStream {
        private long size;

        @Override
        public void write(int b) {
            size++;
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            size += length;
        }
    }

    private static final class Row {
        private final String name;
        private final Encoder encoder;
        private long nanos;
        private long size;

        Row(String name, Encoder encoder) {
            this.name = name;
            this.encoder = encoder;
        }

        void run(List<byte[]> group) throws IOException {
            long start = THREADS.getCurrentThreadCpuTime();
            for (byte[] file : group) {
                size += encoder.size(file);
            }
            nanos += THREADS.getCurrentThreadCpuTime() - start;
        }
    }

    private static Row ours(int level) {
        DeflateEncoder encoder = new DeflateEncoder(level);
        return new Row("ours " + level, bytes -> {
            Count count = new Count();
            encoder.begin();
            encoder.write(bytes, 0, bytes.length, count);
            encoder.finish(count);
            return count.size;
        });
    }

    private static Row zlib(int level) {
        Deflater deflater = new Deflater(level, true);
        byte[] buffer = new byte[131_072];
        return new Row("zlib " + level, bytes -> {
            deflater.reset();
            deflater.setInput(bytes);
            deflater.finish();
            while (!deflater.finished()) {
                deflater.deflate(buffer);
            }
            return deflater.getBytesWritten();
        });
    }

    public static void main(String[] args) throws IOException {
        long most = Long.parseLong(args[0]) << 20;
        List<Row> rows = new ArrayList<>();
        for (String word : args[1].split(",")) {
            int level = word.charAt(word.length() - 1) - '0';
            rows.add(word.startsWith("z") ? zlib(level) : ours(level));
        }
        List<Path> files = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            try (Stream<Path> all = Files.walk(Path.of(args[i]))) {
                all.filter(file -> Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)).sorted().forEach(files::add);
            }
        }
        // A part of the files is to be like the whole.
        java.util.Collections.shuffle(files, new Random(1));
        long read = 0;
        int count = 0;
        long warm = -(24 << 20);
        List<byte[]> group = new ArrayList<>();
        int bytes = 0;
        int turn = 0;
        for (int i = 0; i < files.size() && read < most; i++) {
            if (Files.size(files.get(i)) > MAX_FILE || !Files.isReadable(files.get(i))) {
                continue;
            }
            byte[] file = Files.readAllBytes(files.get(i));
            group.add(file);
            bytes += file.length;
            if (bytes < GROUP && i + 1 < files.size()) {
                continue;
            }
            for (int k = 0; k < rows.size(); k++) {
                rows.get((turn + k) % rows.size()).run(group);
            }
            turn++;
            if (warm < 0) {
                warm += bytes;
                if (warm >= 0) {
                    rows.forEach(row -> row.nanos = row.size = 0);
                }
            } else {
                read += bytes;
                count += group.size();
            }
            group.clear();
            bytes = 0;
        }
        Row base = rows.stream().filter(row -> row.name.equals("zlib 6")).findFirst().orElse(rows.getFirst());
        System.out.printf("%d files, %,d bytes; ratios to %s%n", count, read, base.name);
        System.out.printf("%-8s %14s %8s %9s %8s %8s%n", "encoder", "bytes", "ratio", "CPU s", "ratio", "MB/s");
        for (Row row : rows) {
            System.out.printf(
                    "%-8s %,14d %8.4f %9.2f %8.3f %8.1f%n",
                    row.name,
                    row.size,
                    (double) row.size / base.size,
                    row.nanos / 1e9,
                    (double) row.nanos / base.nanos,
                    read * 1e3 / row.nanos);
        }
    }
}
