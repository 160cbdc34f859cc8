package org.atomsmith.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A run of bytes of known length that can be streamed into a disk: a file system, a boot loader, a partition table. */
public interface Part {

    /** The exact number of bytes that {@link #writeTo} writes. */
    long length();

    /**
     * Writes the whole part, front to back. Writing it again gives the same bytes.
     *
     * @throws IOException when a source cannot be read or the sink cannot be written
     */
    void writeTo(ImageSink sink) throws IOException;

    /** What it is, in a few words for a person: {@code ext4 'root', 3412 MiB free}. */
    default String describe() {
        return length() + " bytes";
    }

    /** A part of given bytes. */
    static Part of(byte[] content) {
        return of(content, content.length);
    }

    /**
     * A part of given bytes and zeros behind them.
     *
     * @param length the length in all
     * @throws IllegalArgumentException when the content is longer
     */
    static Part of(byte[] content, long length) {
        if (content.length > length) {
            throw new IllegalArgumentException(content.length + " bytes do not fit in a part of " + length);
        }
        byte[] copy = content.clone();
        return new Part() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(ImageSink sink) throws IOException {
                sink.write(ByteBuffer.wrap(copy));
                sink.zeros(length - copy.length);
            }
        };
    }

    /** A part of zeros. */
    static Part zeros(long length) {
        return of(new byte[0], length);
    }
}
