package org.atomsmith.disk.vhdx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.atomsmith.disk.PendingFile;
import org.atomsmith.disk.gpt.Guid;

/** The first MiB of a VHDX ([MS-VHDX] 2.2): file identifier, two headers, two region tables. */
final class VhdxHead {
    private static final int SECTION = 64 << 10;
    private static final int HEADER_BYTES = 4 << 10;
    private static final int CHECKSUM_AT = 4;
    private static final short VERSION = 1;
    private static final int REQUIRED = 1;
    private static final UUID NO_LOG = new UUID(0, 0);
    private static final UUID TABLE = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
    private static final UUID METADATA = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");

    private final UUID id;

    VhdxHead(UUID id) {
        this.id = id;
    }

    /** Writes it. */
    void writeTo(PendingFile file, long tableBytes, long metadataAt) throws IOException {
        file.write(identifier(), 0);
        // Of two good headers the one with the larger number counts.
        file.write(header(1), SECTION);
        file.write(header(2), 2 * SECTION);
        ByteBuffer regions = regions(tableBytes, metadataAt);
        file.write(regions.duplicate(), 3 * SECTION);
        file.write(regions, 4 * SECTION);
    }

    private static ByteBuffer identifier() {
        ByteBuffer identifier = littleEndian(SECTION);
        identifier.put(signature("vhdxfile")).put("Atomsmith".getBytes(StandardCharsets.UTF_16LE));
        return identifier.clear();
    }

    private ByteBuffer header(long sequence) {
        ByteBuffer header = littleEndian(HEADER_BYTES);
        header.put(signature("head")).putInt(0).putLong(sequence);
        Guid.put(header, UUID.nameUUIDFromBytes(signature("vhdx file write " + id)));
        Guid.put(header, id);
        Guid.put(header, NO_LOG);
        header.putShort((short) 0).putShort(VERSION).putInt(VhdxDisk.LOG_BYTES).putLong(VhdxDisk.LOG_AT);
        return checked(header);
    }

    private static ByteBuffer regions(long tableBytes, long metadataAt) {
        ByteBuffer regions = littleEndian(SECTION);
        regions.put(signature("regi")).putInt(0).putInt(2).putInt(0);
        Guid.put(regions, TABLE);
        regions.putLong(VhdxDisk.TABLE_AT).putInt((int) tableBytes).putInt(REQUIRED);
        Guid.put(regions, METADATA);
        regions.putLong(metadataAt).putInt(VhdxDisk.METADATA_BYTES).putInt(REQUIRED);
        return checked(regions);
    }

    private static ByteBuffer checked(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.clear());
        return bytes.putInt(CHECKSUM_AT, (int) crc.getValue()).clear();
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] signature(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
