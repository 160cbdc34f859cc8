package org.atomsmith.disk.read.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.atomsmith.disk.read.source.DiskImage;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;

/**
 * The size of what is in a zstd file, from the headers of its frames (RFC 8878): each block says how long it is, so that
 * the next frame is found without unpacking anything.
 */
final class ZstdSize {
    private static final int FRAME_MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE_MAGIC = 0x184d2a50;
    private static final int SKIPPABLE_MASK = 0xfffffff0;
    private static final int RLE_BLOCK = 1;
    private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};

    private final ImageSource source;
    private long at;

    private ZstdSize(ImageSource source) {
        this.source = source;
    }

    /** The size; empty when a frame does not say it. */
    static OptionalLong of(ImageSource source) throws IOException {
        ZstdSize reader = new ZstdSize(source);
        long sum = 0;
        while (reader.at < source.size()) {
            OptionalLong frame = reader.frame();
            if (frame.isEmpty()) {
                return OptionalLong.empty();
            }
            sum = DiskImage.checkedSize(source.name(), reader.at, sum + frame.getAsLong());
        }
        return OptionalLong.of(sum);
    }

    private ByteBuffer take(int length, String what) throws IOException {
        ByteBuffer bytes = source.bytes(at, length, what).order(ByteOrder.LITTLE_ENDIAN);
        at += length;
        return bytes;
    }

    private OptionalLong frame() throws IOException {
        long begin = at;
        int magic = take(4, "a zstd frame").getInt();
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
            at += Integer.toUnsignedLong(take(4, "a skippable frame").getInt());
            return OptionalLong.of(0);
        }
        if (magic != FRAME_MAGIC) {
            throw new MalformedImageException(
                    source.name(), begin, String.format("a zstd frame should begin here; found is %08x", magic));
        }
        int descriptor = take(1, "a frame's header").get() & 0xff;
        boolean single = (descriptor & 0x20) != 0;
        at += (single ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 3];
        int sizeBytes = descriptor >>> 6 == 0 ? (single ? 1 : 0) : 1 << (descriptor >>> 6);
        if (sizeBytes == 0) {
            return OptionalLong.empty();
        }
        ByteBuffer field = take(sizeBytes, "a frame's content size");
        long size = switch (sizeBytes) {
            case 1 -> field.get() & 0xff;
            case 2 -> Short.toUnsignedInt(field.getShort()) + 256;
            case 4 -> Integer.toUnsignedLong(field.getInt());
            default -> field.getLong();
        };
        DiskImage.checkedSize(source.name(), begin, size);
        boolean last = false;
        while (!last) {
            ByteBuffer header = take(3, "a block's header");
            int value = Short.toUnsignedInt(header.getShort()) | (header.get() & 0xff) << 16;
            last = (value & 1) != 0;
            at += (value >>> 1 & 3) == RLE_BLOCK ? 1 : value >>> 3;
        }
        at += (descriptor & 4) != 0 ? 4 : 0;
        return OptionalLong.of(size);
    }
}
