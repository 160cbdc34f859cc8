package org.atomsmith.disk.iso;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds files in an ISO 9660 image by their plain names ({@code LIVE/ANSWERS.;1}), as far as is needed to write into places
 * that were left for it. The image comes from outside: every size is checked.
 */
public final class IsoFiles {
    private static final int VOLUME = 16 * IsoImage.SECTOR;
    private static final int ROOT_RECORD = 156;
    private static final int MOST_DIRECTORY_BYTES = 1 << 20;
    private static final int MOST_DEPTH = 16;
    private static final int NAME = 33;
    private static final int DIRECTORY = 2;
    private static final int MORE_EXTENTS = 0x80;

    private final FileChannel channel;

    /** Files of an image. */
    public IsoFiles(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Where a file lies.
     *
     * @param offset its first byte
     * @param size how many bytes it has
     */
    public record Extent(long offset, long size) {}

    /**
     * Finds a file.
     *
     * @param path plain names, separated by {@code /}
     * @return empty when it is not there
     * @throws IOException when this is no ISO image, or a damaged one
     */
    public Optional<Extent> find(String path) throws IOException {
        ByteBuffer volume = read(VOLUME, IsoImage.SECTOR);
        byte[] magic = new byte[5];
        volume.get(1, magic);
        if (volume.get(0) != 1 || !new String(magic, StandardCharsets.US_ASCII).equals("CD001")) {
            throw new IOException("this is not an ISO 9660 image");
        }
        Extent at = extent(volume, ROOT_RECORD);
        String[] names = path.split("/");
        if (names.length > MOST_DEPTH) {
            return Optional.empty();
        }
        for (int i = 0; i < names.length; i++) {
            Optional<Extent> next = in(at, names[i], i < names.length - 1);
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    private Optional<Extent> in(Extent directory, String name, boolean wantDirectory) throws IOException {
        if (directory.size > MOST_DIRECTORY_BYTES) {
            throw new IOException("the ISO image has a directory of " + directory.size + " bytes, more than it should");
        }
        ByteBuffer records = read(directory.offset, (int) directory.size);
        int at = 0;
        while (at < records.capacity()) {
            int length = records.get(at) & 0xff;
            if (length == 0) {
                at = (at / IsoImage.SECTOR + 1) * IsoImage.SECTOR;
                continue;
            }
            int nameLength = at + NAME <= records.capacity() ? records.get(at + NAME - 1) & 0xff : MOST_DIRECTORY_BYTES;
            if (length < NAME + nameLength || at + length > records.capacity()) {
                throw new IOException("the ISO image has a damaged directory at byte " + (directory.offset + at));
            }
            byte[] found = new byte[nameLength];
            records.get(at + NAME, found);
            int flags = records.get(at + 25);
            if (new String(found, StandardCharsets.US_ASCII).equals(name)
                    && (flags & DIRECTORY) != 0 == wantDirectory
                    && (flags & MORE_EXTENTS) == 0) {
                return Optional.of(extent(records, at));
            }
            at += length;
        }
        return Optional.empty();
    }

    private Extent extent(ByteBuffer records, int at) throws IOException {
        long offset = Integer.toUnsignedLong(records.getInt(at + 2)) * IsoImage.SECTOR;
        long size = Integer.toUnsignedLong(records.getInt(at + 10));
        if (offset + size > channel.size()) {
            throw new IOException("the ISO image is damaged or incomplete: a file ends at byte " + (offset + size)
                    + ", and it has " + channel.size());
        }
        return new Extent(offset, size);
    }

    private ByteBuffer read(long offset, int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the ISO image ends after " + (offset + buffer.position()) + " bytes");
            }
        }
        return buffer;
    }
}
