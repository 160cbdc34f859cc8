package org.atomsmith.disk.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.atomsmith.disk.read.source.ImageSource;

/**
 * An image whose zeros are left out, so that fuzzers change what matters: its size, then pieces, each with its place and
 * length. {@code SparseForm IMAGE SAMPLE} makes a sample of an image.
 */
final class SparseForm implements ImageSource {
    private static final int MOST = 24 << 20;
    private static final int GRANULE = 16;

    private final byte[] bytes;

    private SparseForm(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Makes a sample. */
    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[1]), pack(Files.readAllBytes(Path.of(arguments[0]))));
    }

    private static byte[] pack(byte[] image) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(packed);
        out.writeInt(image.length);
        for (int at = next(image, 0, false); at < image.length; at = next(image, at, false)) {
            int end = next(image, at, true);
            out.writeInt(at);
            out.writeInt(end - at);
            out.write(image, at, end - at);
            at = end;
        }
        return packed.toByteArray();
    }

    /** Where the next piece begins that is zeros, or is not. */
    private static int next(byte[] image, int from, boolean zeros) {
        byte[] none = new byte[GRANULE];
        int at = from;
        while (at < image.length) {
            int end = Math.min(at + GRANULE, image.length);
            if (Arrays.equals(image, at, end, none, 0, end - at) == zeros) {
                return at;
            }
            at = end;
        }
        return image.length;
    }

    /** The image in a form; what goes beyond its limits is left out. */
    static SparseForm unpack(byte[] form) {
        ByteBuffer in = ByteBuffer.wrap(form);
        int size = in.remaining() < 4 ? 0 : (int) Math.min(MOST, Integer.toUnsignedLong(in.getInt()));
        byte[] image = new byte[size];
        while (in.remaining() >= 8) {
            long at = Integer.toUnsignedLong(in.getInt());
            int length = (int) Math.min(in.remaining(), Integer.toUnsignedLong(in.getInt()));
            length = Math.min(length, in.remaining());
            if (at <= size) {
                in.get(in.position(), image, (int) at, (int) Math.min(length, size - at));
            }
            in.position(in.position() + length);
        }
        return new SparseForm(image);
    }

    /** All of the image. */
    byte[] image() {
        return bytes;
    }

    @Override
    public String name() {
        return "fuzz";
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(ByteBuffer to, long position) {
        if (position >= bytes.length) {
            return -1;
        }
        int n = (int) Math.min(to.remaining(), bytes.length - position);
        to.put(bytes, (int) position, n);
        return n;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
