package org.atomsmith.disk.read.vhdx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.atomsmith.disk.read.source.ImageSource;
import org.atomsmith.disk.read.source.MalformedImageException;
import org.atomsmith.disk.read.source.UnsupportedImageException;

/**
 * The header of a VHDX: of the two in the file the one that is intact and newer.
 *
 * @param sequence counts the header's changes
 * @param log the GUID of the log's entries that count; zeros when none do
 */
record VhdxHeader(long sequence, UUID log, long logPosition, long logLength) {
    private static final int[] POSITIONS = {64 << 10, 128 << 10};
    private static final int BYTES = 4096;
    private static final int SIGNATURE = 0x64616568;
    private static final int LOG_SIGNATURE = 0x65676f6c;
    private static final int LOG_SECTOR = 4096;
    private static final long LOG_MOST = 256L << 20;

    /** Reads the header that counts. */
    static VhdxHeader read(ImageSource source) throws IOException {
        Optional<VhdxHeader> first = read(source, POSITIONS[0]);
        Optional<VhdxHeader> second = read(source, POSITIONS[1]);
        if (first.isPresent() && second.isPresent()) {
            return Long.compareUnsigned(first.get().sequence(), second.get().sequence()) >= 0
                    ? first.get()
                    : second.get();
        }
        return first.or(() -> second)
                .orElseThrow(() -> new MalformedImageException(
                        source.name(),
                        POSITIONS[0],
                        "neither here nor at byte " + POSITIONS[1]
                                + " is an intact header, beginning with 'head' and with the right checksum"));
    }

    private static Optional<VhdxHeader> read(ImageSource source, long position) throws IOException {
        ByteBuffer header = source.bytes(position, BYTES, "a header of a VHDX").order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != SIGNATURE || !sumIsRight(header)) {
            return Optional.empty();
        }
        if (header.getShort(66) != 1) {
            throw new UnsupportedImageException(
                    source.name(), "it is VHDX of version " + header.getShort(66) + "; version 1 is read");
        }
        return Optional.of(new VhdxHeader(
                header.getLong(8),
                VhdxGuid.get(header, 48),
                header.getLong(72),
                Integer.toUnsignedLong(header.getInt(68))));
    }

    /** Whether the CRC-32C in bytes 4 to 7 is that of all the bytes, with zeros in its own place. */
    static boolean sumIsRight(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, 4);
        crc.update(new byte[4]);
        crc.update(bytes.array(), 8, bytes.limit() - 8);
        return (int) crc.getValue() == bytes.getInt(4);
    }

    /**
     * Refuses an image whose log has entries that are not in their places yet.
     *
     * @throws UnsupportedImageException when there are any
     */
    void checkLog(ImageSource source) throws IOException {
        if (log.equals(VhdxGuid.NONE) || logLength == 0) {
            return;
        }
        if (logLength > LOG_MOST) {
            throw new MalformedImageException(
                    source.name(), logPosition, "the log is said to have " + logLength + " bytes");
        }
        for (long at = 0; at < logLength; at += LOG_SECTOR) {
            ByteBuffer entry = source.bytes(logPosition + at, 64, "the log").order(ByteOrder.LITTLE_ENDIAN);
            if (entry.getInt(0) == LOG_SIGNATURE && VhdxGuid.get(entry, 32).equals(log)) {
                throw new UnsupportedImageException(
                        source.name(),
                        "its log has changes that are not in their places: the machine that used it was not shut down."
                                + " Let qemu-img check -r all or Windows (Mount-VHD, then Dismount-VHD) bring them there");
            }
        }
    }
}
