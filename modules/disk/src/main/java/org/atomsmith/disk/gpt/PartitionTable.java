package org.atomsmith.disk.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/** A partition table that is on a disk already (UEFI specification 2.10, chapter 5). */
public final class PartitionTable {
    /** How much of a disk's begin holds the table: what {@link #parse} takes. */
    public static final int BYTES = Gpt.PRIMARY_SECTORS * Gpt.SECTOR;

    private static final long SIGNATURE = 0x5452415020494645L;
    private static final int ENTRY_BYTES = 128;
    private static final int MAX_ENTRIES = 128;
    private static final int NAME_BYTES = 72;
    private static final UUID UNUSED = new UUID(0, 0);

    private final List<Partition> partitions;

    private PartitionTable(List<Partition> partitions) {
        this.partitions = List.copyOf(partitions);
    }

    /**
     * Reads the primary table.
     *
     * @param begin the first {@link #BYTES} of the disk, whose sectors have 512 bytes
     * @throws IllegalArgumentException when there is no table, or it is damaged
     */
    public static PartitionTable parse(byte[] begin) {
        if (begin.length < BYTES) {
            throw new IllegalArgumentException("a disk of " + begin.length + " bytes has no partition table");
        }
        ByteBuffer disk = ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN);
        if (disk.getLong(Gpt.SECTOR) != SIGNATURE) {
            throw new IllegalArgumentException("the disk has no GPT");
        }
        int header = disk.getInt(Gpt.SECTOR + 12);
        long entriesLba = disk.getLong(Gpt.SECTOR + 72);
        int count = disk.getInt(Gpt.SECTOR + 80);
        int size = disk.getInt(Gpt.SECTOR + 84);
        if (header < 92
                || header > Gpt.SECTOR
                || entriesLba != 2
                || size != ENTRY_BYTES
                || count < 1
                || count > MAX_ENTRIES) {
            throw new IllegalArgumentException("the disk's GPT has a header of " + header + " bytes and " + count
                    + " entries of " + size + " from sector " + entriesLba + ", which is not understood");
        }
        byte[] zeroed = java.util.Arrays.copyOfRange(begin, Gpt.SECTOR, Gpt.SECTOR + header);
        ByteBuffer.wrap(zeroed).putInt(16, 0);
        if (crc32(zeroed, 0, header) != disk.getInt(Gpt.SECTOR + 16)
                || crc32(begin, 2 * Gpt.SECTOR, count * size) != disk.getInt(Gpt.SECTOR + 88)) {
            throw new IllegalArgumentException("the disk's GPT is damaged: its checksum does not fit");
        }
        List<Partition> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteBuffer entry = disk.slice(2 * Gpt.SECTOR + i * size, size).order(ByteOrder.LITTLE_ENDIAN);
            UUID type = Guid.get(entry);
            if (!type.equals(UNUSED)) {
                UUID guid = Guid.get(entry);
                long first = entry.getLong();
                long last = entry.getLong();
                long attributes = entry.getLong();
                byte[] name = new byte[NAME_BYTES];
                entry.get(name);
                String text = new String(name, StandardCharsets.UTF_16LE);
                int end = text.indexOf(0);
                found.add(new Partition(
                        type, guid, first, last - first + 1, attributes, end < 0 ? text : text.substring(0, end)));
            }
        }
        return new PartitionTable(found);
    }

    /** Its partitions, in the table's order. */
    public List<Partition> partitions() {
        return partitions;
    }

    /** The first partition of a type. */
    public Optional<Partition> first(PartitionType type) {
        return partitions.stream().filter(p -> p.type().equals(type.guid())).findFirst();
    }

    private static int crc32(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
