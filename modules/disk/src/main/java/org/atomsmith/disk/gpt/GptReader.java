package org.atomsmith.disk.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/** Reads the GUID partition table at the beginning of a disk, with sectors of 512 or 4096 bytes. */
public final class GptReader {
    /** As many bytes of the disk as a table may take here. */
    public static final int HEAD_BYTES = 1 << 20;

    private static final long SIGNATURE = 0x5452415020494645L;
    private static final int[] SECTORS = {512, 4096};
    private static final int HEADER_LEAST = 92;
    private static final int ENTRY_LEAST = 128;
    private static final int ENTRIES_MOST = 1024;
    private static final int NAME_AT = 56;
    private static final int NAME_BYTES = 72;
    private static final UUID UNUSED = new UUID(0, 0);

    /**
     * A table.
     *
     * @param diskGuid the disk's GUID
     * @param sector bytes of a sector
     * @param partitions the entries in use, in order
     */
    public record Table(UUID diskGuid, int sector, List<Partition> partitions) {}

    private GptReader() {}

    /**
     * Reads the table.
     *
     * @param head the disk's beginning
     * @return the table; empty when there is none, or none whose checksums are right
     */
    public static Optional<Table> read(byte[] head) {
        for (int sector : SECTORS) {
            Optional<Table> table = read(head, sector);
            if (table.isPresent()) {
                return table;
            }
        }
        return Optional.empty();
    }

    private static Optional<Table> read(byte[] bytes, int sector) {
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (head.limit() < 2 * sector || head.getLong(sector) != SIGNATURE) {
            return Optional.empty();
        }
        int headerBytes = head.getInt(sector + 12);
        long entriesAt = head.getLong(sector + 72);
        int count = head.getInt(sector + 80);
        int size = head.getInt(sector + 84);
        if (headerBytes < HEADER_LEAST || headerBytes > sector || count < 0 || count > ENTRIES_MOST) {
            return Optional.empty();
        }
        if (size < ENTRY_LEAST || size > sector || entriesAt < 2 || entriesAt > head.limit() / sector) {
            return Optional.empty();
        }
        int from = (int) entriesAt * sector;
        byte[] header = new byte[headerBytes];
        head.get(sector, header);
        Arrays.fill(header, 16, 20, (byte) 0);
        if (from + (long) count * size > head.limit()
                || crc32(header, 0, headerBytes) != head.getInt(sector + 16)
                || crc32(bytes, from, count * size) != head.getInt(sector + 88)) {
            return Optional.empty();
        }
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entry(head.slice(from + i * size, size).order(ByteOrder.LITTLE_ENDIAN))
                    .ifPresent(partitions::add);
        }
        UUID guid = Guid.get(head.position(sector + 56));
        return Optional.of(new Table(guid, sector, List.copyOf(partitions)));
    }

    private static Optional<Partition> entry(ByteBuffer entry) {
        UUID type = Guid.get(entry);
        UUID guid = Guid.get(entry);
        long first = entry.getLong();
        long last = entry.getLong();
        if (type.equals(UNUSED) || first < 0 || last < first) {
            return Optional.empty();
        }
        byte[] name = new byte[NAME_BYTES];
        entry.get(NAME_AT, name);
        String text = new String(name, StandardCharsets.UTF_16LE);
        int end = text.indexOf('\0');
        return Optional.of(new Partition(
                type, guid, first, last - first + 1, entry.getLong(), end < 0 ? text : text.substring(0, end)));
    }

    private static int crc32(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
