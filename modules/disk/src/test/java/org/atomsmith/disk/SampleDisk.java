package org.atomsmith.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A disk on which every format of a disk file is tried: text, noise that no method compresses, holes told and untold, and
 * pieces that begin and end anywhere; its end is no whole block of any format.
 */
public final class SampleDisk implements Part {
    private static final int PIECES = 40;
    private static final int SECTOR = 512;

    private final long hole;
    private final long length;

    private SampleDisk(long hole) throws IOException {
        this.hole = hole;
        try (Discarding sink = new Discarding()) {
            writeTo(sink);
            this.length = sink.position();
        }
    }

    /** A disk of about 10 MB. */
    public static SampleDisk small() throws IOException {
        return new SampleDisk(0);
    }

    /** The same data with a hole of so many bytes in it. */
    public static SampleDisk withHole(long bytes) throws IOException {
        return new SampleDisk(bytes);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void writeTo(ImageSink sink) throws IOException {
        Random random = new Random(1);
        byte[] text = "All work and no play makes a dull boy. ".repeat(4000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < PIECES; i++) {
            byte[] noise = new byte[random.nextInt(3 * 65536)];
            random.nextBytes(noise);
            sink.write(noise);
            sink.zeros(random.nextInt(4 * 65536));
            sink.write(ByteBuffer.wrap(text, 0, random.nextInt(text.length)));
            sink.write(new byte[70_000]);
            if (i == PIECES / 2) {
                sink.zeros(3 << 20);
                sink.write(new byte[5 << 20]);
                sink.zeros(hole);
            }
        }
        sink.write(text);
        sink.zerosUntil(Math.ceilDiv(sink.position(), SECTOR) * SECTOR);
    }

    /**
     * Writes this disk raw and in another format, and lets qemu-img say that both are the same disk.
     *
     * @param qemuFormat what qemu-img calls the format
     * @return the file in the other format
     */
    public Path identicalToRaw(Path folder, DiskFormat format, String qemuFormat) throws IOException {
        Path raw = folder.resolve("disk.raw");
        Path other = folder.resolve("disk." + qemuFormat);
        write(new DiskWriter.Output(raw, DiskFormat.RAW), new DiskWriter.Output(other, format));
        assertThat(Tool.ok("qemu-img", "compare", "-f", "raw", "-F", qemuFormat, raw.toString(), other.toString()))
                .contains("Images are identical");
        return other;
    }

    /** Writes this disk into files. */
    public void write(DiskWriter.Output... outputs) throws IOException {
        DiskWriter.write(this, List.of(outputs), false, _ -> {});
    }

    /** Counts bytes. */
    private static final class Discarding implements ImageSink {
        private long position;

        @Override
        public void write(ByteBuffer data) {
            zeros(data.remaining());
            data.position(data.limit());
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
        public void finish() {}

        @Override
        public void close() {}
    }
}
