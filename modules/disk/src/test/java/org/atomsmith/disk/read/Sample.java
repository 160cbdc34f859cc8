package org.atomsmith.disk.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.read.detect.ImageOpener;
import org.atomsmith.disk.read.source.DiskImage;

/** A disk to be turned into every format, and what shows whether it came back. */
public final class Sample {
    private Sample() {}

    /** Writes a raw disk with text, noise, holes, and pieces that do not begin or end where blocks do. */
    public static void write(Path raw, long size) throws IOException {
        Random random = new Random(size);
        byte[] text = "All work and no play makes a dull boy. ".repeat(9000).getBytes(StandardCharsets.UTF_8);
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        try (FileChannel file = FileChannel.open(raw, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            put(file, text, 0, size);
            for (int i = 0; i < 12; i++) {
                put(file, noise, random.nextLong(size), size);
                put(file, text, random.nextLong(size), size);
            }
            put(file, new byte[] {1}, size - 1, size);
        }
    }

    private static void put(FileChannel file, byte[] bytes, long at, long size) throws IOException {
        file.write(ByteBuffer.wrap(bytes, 0, (int) Math.min(bytes.length, size - at)), at);
    }

    /** The digest of the disk in an image; its length must be what the image says. */
    public static String digest(Path image) throws IOException {
        try (DiskImage disk = open(image)) {
            return digest(disk);
        }
    }

    /** Opens an image of any format. */
    public static DiskImage open(Path image) throws IOException {
        return new ImageOpener(image.toAbsolutePath().getParent()).open(image, Optional.empty());
    }

    /** The digest of a disk. */
    public static String digest(DiskImage disk) throws IOException {
        Digest digest = new Digest();
        disk.writeTo(digest);
        if (digest.position() != disk.length()) {
            throw new IllegalStateException("wrote " + digest.position() + " of " + disk.length() + " bytes");
        }
        return digest.hex();
    }

    /** Digests what it is given. */
    private static final class Digest implements ImageSink {
        private static final byte[] ZEROS = new byte[1 << 16];
        private final MessageDigest digest;
        private long position;

        Digest() {
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }

        @Override
        public void write(ByteBuffer data) {
            position += data.remaining();
            digest.update(data);
        }

        @Override
        public void zeros(long count) {
            position += count;
            for (long left = count; left > 0; left -= ZEROS.length) {
                digest.update(ZEROS, 0, (int) Math.min(left, ZEROS.length));
            }
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
