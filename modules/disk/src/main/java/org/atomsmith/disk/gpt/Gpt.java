package org.atomsmith.disk.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * A GUID partition table of 128 entries and sectors of 512 bytes (UEFI specification 2.10, chapter 5): what stands in the
 * first 34 and the last 33 sectors of the disk.
 */
public final class Gpt {
    /** The size of a sector in bytes. */
    public static final int SECTOR = 512;

    /** How many sectors stand in front: protective MBR, header, entries. */
    public static final int PRIMARY_SECTORS = 34;

    /** How many sectors stand at the end: entries, header. */
    public static final int BACKUP_SECTORS = 33;

    private static final int ENTRIES = 128;
    private static final int ENTRY_BYTES = 128;
    private static final int HEADER_BYTES = 92;
    private static final int REVISION = 0x00010000;
    private static final long SIGNATURE = 0x5452415020494645L;
    private static final int MBR_PARTITION = 446;
    private static final byte MBR_PROTECTIVE = (byte) 0xee;

    private final UUID diskGuid;
    private final long sectors;
    private final List<Partition> partitions;

    /**
     * Describes a table.
     *
     * @param diskGuid the disk's own GUID
     * @param sectors the size of the whole disk
     * @param partitions the entries in the order of their numbers; numbers begin at 1
     * @throws IllegalArgumentException when two overlap, or one lies outside of the usable sectors
     */
    public Gpt(UUID diskGuid, long sectors, List<Partition> partitions) {
        this.diskGuid = diskGuid;
        this.sectors = sectors;
        this.partitions = List.copyOf(partitions);
        check();
    }

    private void check() {
        if (partitions.size() > ENTRIES) {
            throw new IllegalArgumentException("a table holds " + ENTRIES + " partitions, not " + partitions.size());
        }
        long free = PRIMARY_SECTORS;
        String before = "the partition table";
        for (Partition p : partitions.stream()
                .sorted(Comparator.comparingLong(Partition::firstLba))
                .toList()) {
            if (p.firstLba() < free) {
                throw new IllegalArgumentException("partition '" + p.name() + "' begins at sector " + p.firstLba()
                        + ", inside " + before + " which ends before sector " + free);
            }
            free = p.firstLba() + p.sectors();
            before = "partition '" + p.name() + "'";
        }
        if (free > sectors - BACKUP_SECTORS) {
            throw new IllegalArgumentException(before + " ends at sector " + free + ", but only "
                    + (sectors - BACKUP_SECTORS) + " of the disk's " + sectors + " sectors are usable");
        }
    }

    /** The entries. */
    public List<Partition> partitions() {
        return partitions;
    }

    /** The size of the disk in sectors. */
    public long sectors() {
        return sectors;
    }

    /** The first 34 sectors of the disk: protective MBR without boot code, header and entries. */
    public byte[] primary() {
        ByteBuffer out = ByteBuffer.allocate(PRIMARY_SECTORS * SECTOR);
        byte[] entries = entries();
        putProtectiveMbr(out);
        out.position(SECTOR).put(header(1, sectors - 1, 2, entries));
        out.position(2 * SECTOR).put(entries);
        return out.array();
    }

    /** The last 33 sectors of the disk: entries and header. */
    public byte[] backup() {
        ByteBuffer out = ByteBuffer.allocate(BACKUP_SECTORS * SECTOR);
        byte[] entries = entries();
        out.put(entries).put(header(sectors - 1, 1, sectors - BACKUP_SECTORS, entries));
        return out.array();
    }

    private void putProtectiveMbr(ByteBuffer out) {
        out.order(ByteOrder.LITTLE_ENDIAN)
                .position(MBR_PARTITION)
                .put(new byte[] {0, 0, 2, 0, MBR_PROTECTIVE, (byte) 0xff, (byte) 0xff, (byte) 0xff})
                .putInt(1)
                .putInt((int) Math.min(sectors - 1, 0xffffffffL));
        out.putShort(SECTOR - 2, (short) 0xaa55);
    }

    private byte[] header(long self, long other, long entriesLba, byte[] entries) {
        ByteBuffer header = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(SIGNATURE)
                .putInt(REVISION)
                .putInt(HEADER_BYTES)
                .putInt(0)
                .putInt(0)
                .putLong(self)
                .putLong(other)
                .putLong(PRIMARY_SECTORS)
                .putLong(sectors - BACKUP_SECTORS - 1);
        Guid.put(header, diskGuid);
        header.putLong(entriesLba).putInt(ENTRIES).putInt(ENTRY_BYTES).putInt(crc32(entries, entries.length));
        header.putInt(16, crc32(header.array(), HEADER_BYTES));
        return header.array();
    }

    private byte[] entries() {
        ByteBuffer out = ByteBuffer.allocate(ENTRIES * ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < partitions.size(); i++) {
            Partition p = partitions.get(i);
            out.position(i * ENTRY_BYTES);
            Guid.put(out, p.type());
            Guid.put(out, p.guid());
            out.putLong(p.firstLba()).putLong(p.lastLba()).putLong(p.attributes());
            out.put(p.name().getBytes(StandardCharsets.UTF_16LE));
        }
        return out.array();
    }

    private static int crc32(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
