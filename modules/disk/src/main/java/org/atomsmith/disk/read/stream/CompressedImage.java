package org.atomsmith.disk.read.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;

/** A raw disk that is compressed from front to back. */
public final class CompressedImage implements DiskImage {
    private final ImageSource source;
    private final Compression compression;
    private final long length;

    private CompressedImage(ImageSource source, Compression compression, long length) {
        this.source = source;
        this.compression = compression;
        this.length = length;
    }

    /**
     * Opens an image; closing the disk closes the source. Where its size is nowhere, this reads it through.
     *
     * @throws IOException when it is damaged
     */
    public static DiskImage open(ImageSource source, Compression compression) throws IOException {
        return new CompressedImage(
                source, compression, DiskImage.checkedSize(source.name(), 0, compression.contentSize(source)));
    }

    @Override
    public String format() {
        return "raw";
    }

    @Override
    public String variant() {
        return "compressed, " + compression.suffix();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public OptionalLong allocated() {
        return OptionalLong.empty();
    }

    @Override
    public void writeTo(ImageSink sink) throws IOException {
        try (InputStream in = compression.open(source)) {
            byte[] tail = StreamCopy.copy(in, length, sink, source.name());
            if (in.read() >= 0) {
                throw new MalformedImageException(
                        source.name(), source.size(), "more than the " + length + " bytes that it says come out of it");
            }
            checkNoFooter(tail);
        }
    }

    /** A fixed VHD shows at its end only, which is known now. */
    private void checkNoFooter(byte[] tail) throws MalformedImageException {
        byte[] cookie = {'c', 'o', 'n', 'e', 'c', 't', 'i', 'x'};
        if (Arrays.equals(tail, 0, Math.min(tail.length, cookie.length), cookie, 0, cookie.length)
                && ByteBuffer.wrap(tail).getInt(60) == 2) {
            throw new MalformedImageException(
                    source.name(),
                    source.size(),
                    "what is compressed is a fixed VHD, whose footer is no part of the disk; unpack it first");
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
