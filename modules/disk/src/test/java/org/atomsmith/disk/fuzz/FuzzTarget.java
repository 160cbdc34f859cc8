package org.atomsmith.disk.fuzz;

import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.gpt.GptReader;
import org.atomsmith.disk.read.detect.ImageOpener;
import org.atomsmith.disk.read.source.DiskImage;

/**
 * Every reader of images. Whatever the bytes are, each either reads a disk of the size that it says or refuses it with an
 * {@link IOException} that has a message. {@link JazzerTarget} runs one for as long as one likes; {@link FuzzTargetTest}
 * runs all for a moment.
 */
public enum FuzzTarget {
    /** qcow2. */
    QCOW2,
    /** VMDK. */
    VMDK,
    /** VHD, whose checksums are made right, or nothing else would be reached. */
    VHD {
        @Override
        void repair(byte[] image) {
            if (image.length >= 2048) {
                sum(image, image.length - 512, 512, 64);
                sum(image, 0, 512, 64);
                sum(image, 512, 1024, 36);
            }
        }
    },
    /** VHDX, whose checksums are made right too. */
    VHDX {
        @Override
        void repair(byte[] image) {
            if (image.length >= 320 << 10) {
                crc(image, 64 << 10, 4096);
                crc(image, 128 << 10, 4096);
                crc(image, 192 << 10, 64 << 10);
                crc(image, 256 << 10, 64 << 10);
            }
        }
    },
    /** VDI. */
    VDI,
    /** A raw disk in gzip, xz or zstd. */
    COMPRESSED,
    /** A tar archive, compressed or not. */
    ARCHIVE,
    /** A partition table. */
    GPT {
        @Override
        void parse(SparseForm image) {
            GptReader.read(image.image());
        }
    };

    /** A disk is read until so much that is no hole came. */
    private static final long ENOUGH = 64 << 20;

    private static final ImageOpener OPENER = new ImageOpener(Path.of(System.getProperty("java.io.tmpdir")));

    /** Reads a disk; what it throws is judged by {@link #run}. */
    void parse(SparseForm image) throws IOException {
        try (DiskImage disk = OPENER.open(image, Optional.empty())) {
            disk.allocated();
            Counter counter = new Counter();
            disk.writeTo(counter);
            if (counter.position() != disk.length()) {
                throw new IllegalStateException("a disk of " + disk.length() + " bytes gave " + counter.position());
            }
        }
    }

    /** Makes checksums right that would hide everything else. */
    void repair(byte[] image) {}

    /** Reads bytes; throws only when the reader does what it must not. */
    public void run(byte[] form) {
        SparseForm image = SparseForm.unpack(form);
        repair(image.image());
        try {
            parse(image);
        } catch (IOException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new IllegalStateException("refused without a message", e);
            }
            if (e.getCause() instanceof RuntimeException inside) {
                throw new IllegalStateException("a reader failed", inside);
            }
        }
    }

    /** The name of the target's directory in the corpus. */
    public String directory() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void sum(byte[] image, int from, int length, int at) {
        int sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += i >= from + at && i < from + at + 4 ? 0 : image[i] & 0xff;
        }
        ByteBuffer.wrap(image).putInt(from + at, ~sum);
    }

    private static void crc(byte[] image, int from, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(from + 4, 0);
        CRC32C crc = new CRC32C();
        crc.update(image, from, length);
        bytes.putInt(from + 4, (int) crc.getValue());
    }

    /** Counts. */
    private static final class Counter implements ImageSink {
        private long position;
        private long written;

        @Override
        public void write(ByteBuffer data) throws IOException {
            position += data.remaining();
            written += data.remaining();
            data.position(data.limit());
            if (written > ENOUGH) {
                throw new EnoughException();
            }
        }

        @Override
        public void zeros(long count) {
            if (count < 0) {
                throw new IllegalStateException(count + " zeros");
            }
            position += count;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void finish() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static final class EnoughException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        EnoughException() {
            super("enough was read");
        }
    }
}
