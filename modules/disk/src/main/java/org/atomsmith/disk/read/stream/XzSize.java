package org.atomsmith.disk.read.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.SourceStream;

/** The size of what is in an xz file, from the indexes of its streams (The .xz File Format 1.2.1), from the last one on. */
final class XzSize {
    private static final int HEADER_BYTES = 12;
    private static final int FOOTER_BYTES = 12;
    private static final short FOOTER_MAGIC = 0x595a;
    private static final int NUMBER_BYTES_MOST = 9;

    private final ImageSource source;

    private XzSize(ImageSource source) {
        this.source = source;
    }

    static long of(ImageSource source) throws IOException {
        XzSize reader = new XzSize(source);
        long sum = 0;
        long end = source.size();
        while (end > 0) {
            end = reader.withoutPadding(end);
            Stream stream = reader.streamBefore(end);
            sum = DiskImage.checkedSize(source.name(), stream.begin(), sum + stream.size());
            end = stream.begin();
        }
        return sum;
    }

    /** A stream: where it begins, and how many bytes it holds. */
    private record Stream(long begin, long size) {}

    private long withoutPadding(long end) throws IOException {
        long at = end;
        while (at >= 4 && source.bytes(at - 4, 4, "an xz stream").getInt() == 0) {
            at -= 4;
        }
        return at;
    }

    private Stream streamBefore(long end) throws IOException {
        if (end < HEADER_BYTES + FOOTER_BYTES) {
            throw wrong(0, "an xz stream of " + end + " bytes is too short");
        }
        ByteBuffer footer = source.bytes(end - FOOTER_BYTES, FOOTER_BYTES, "the footer of an xz stream")
                .order(ByteOrder.LITTLE_ENDIAN);
        if (footer.order(ByteOrder.BIG_ENDIAN).getShort(10) != FOOTER_MAGIC) {
            throw wrong(end - 2, "an xz stream should end here with 'YZ': the file is cut off or damaged");
        }
        long indexLength =
                (Integer.toUnsignedLong(footer.order(ByteOrder.LITTLE_ENDIAN).getInt(4)) + 1) * 4;
        long index = end - FOOTER_BYTES - indexLength;
        if (index < HEADER_BYTES) {
            throw wrong(end - 8, "the index is said to have " + indexLength + " bytes, more than there are");
        }
        Numbers numbers = new Numbers(index, indexLength);
        numbers.expectZero();
        long records = numbers.next();
        long packed = 0;
        long unpacked = 0;
        for (long i = 0; i < records; i++) {
            packed += Math.ceilDiv(numbers.next(), 4) * 4;
            unpacked = DiskImage.checkedSize(source.name(), index, unpacked + numbers.next());
            if (packed < 0 || packed > index - HEADER_BYTES) {
                throw wrong(index, "the index names more blocks than there are bytes in front of it");
            }
        }
        return new Stream(index - HEADER_BYTES - packed, unpacked);
    }

    private MalformedImageException wrong(long position, String problem) {
        return new MalformedImageException(source.name(), position, problem);
    }

    /** Numbers of seven bits in a byte, the lowest first. */
    private final class Numbers {
        private final SourceStream in;
        private final long begin;

        Numbers(long begin, long length) {
            this.in = new SourceStream(source.slice(begin, length, source.name()));
            this.begin = begin;
        }

        void expectZero() throws IOException {
            if (in.read() != 0) {
                throw wrong(begin, "the index of an xz stream should begin here with a zero");
            }
        }

        long next() throws IOException {
            long value = 0;
            for (int i = 0; i < NUMBER_BYTES_MOST; i++) {
                int b = in.read();
                if (b < 0) {
                    throw wrong(begin + in.position(), "the index of an xz stream ends in the middle of a number");
                }
                value |= (long) (b & 0x7f) << 7 * i;
                if ((b & 0x80) == 0) {
                    return value;
                }
            }
            throw wrong(begin + in.position(), "a number in the index of an xz stream has more than 9 bytes");
        }
    }
}
