package org.atomsmith.disk.iso;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.disk.tree.Attributes;

/**
 * The records of one directory (ECMA-119, 9.1) with Rock Ridge's names, modes and times (IEEE P1281 and P1282). A file
 * beyond 4 GiB has several extents and a record for each.
 */
final class DirectoryRecords {
    /** How many bytes one extent has at most: whole sectors in 32 bits. */
    static final long MOST_IN_EXTENT = 0xffffffffL / IsoImage.SECTOR * IsoImage.SECTOR;

    private static final int FIXED_BYTES = 33;
    private static final int MOST_BYTES = 255;
    private static final int DIRECTORY = 2;
    private static final int MORE_EXTENTS = 0x80;
    private static final int MODE_DIRECTORY = 040000;
    private static final int MODE_FILE = 0100000;
    private static final byte[] SELF = {0};
    private static final byte[] PARENT = {1};
    private static final byte MODIFIED = 2;
    private static final String EXTENSION = "RRIP_1991A";

    private DirectoryRecords() {}

    /** The record of the root directory in the volume descriptor, 34 bytes. */
    static byte[] root(IsoNode.Folder root) {
        return record(SELF, root, root.sector, root.size(), DIRECTORY, new byte[0]);
    }

    /** All records of a directory, in whole sectors; a record never crosses one. */
    static byte[] of(IsoNode.Folder folder) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean isRoot = folder.parent == folder;
        add(
                out,
                record(
                        SELF,
                        folder,
                        folder.sector,
                        folder.size(),
                        DIRECTORY,
                        isRoot ? join(sharingProtocol(), posix(folder), extension()) : posix(folder)));
        IsoNode.Folder parent = folder.parent;
        add(out, record(PARENT, parent, parent.sector, parent.size(), DIRECTORY, posix(parent)));
        for (IsoNode child : folder.children) {
            recordsOf(child).forEach(r -> add(out, r));
        }
        fill(out);
        return out.toByteArray();
    }

    private static List<byte[]> recordsOf(IsoNode node) {
        byte[] name = node.plainName.getBytes(StandardCharsets.US_ASCII);
        byte[] posix = join(posix(node), alternateName(node));
        if (node instanceof IsoNode.Folder) {
            return List.of(record(name, node, node.sector, node.size(), DIRECTORY, posix));
        }
        List<byte[]> records = new ArrayList<>();
        long done = 0;
        do {
            long size = Math.min(node.size() - done, MOST_IN_EXTENT);
            int more = done + size < node.size() ? MORE_EXTENTS : 0;
            long sector = size == 0 ? 0 : node.sector + done / IsoImage.SECTOR;
            records.add(record(name, node, sector, size, more, posix));
            done += size;
        } while (done < node.size());
        return records;
    }

    private static byte[] record(byte[] name, IsoNode node, long sector, long size, int flags, byte[] system) {
        int named = FIXED_BYTES + name.length + (name.length + 1) % 2;
        int length = named + system.length + system.length % 2;
        if (length > MOST_BYTES) {
            throw new IllegalArgumentException("'" + node.name + "' is too long a name for an ISO image of this kind: "
                    + "its directory record would have " + length + " of at most " + MOST_BYTES + " bytes");
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.put((byte) length).put((byte) 0);
        Field.both32(out, sector);
        Field.both32(out, size);
        Field.shortTime(out, node.attributes.mtime());
        out.put((byte) flags).put((byte) 0).put((byte) 0);
        Field.both16(out, 1);
        out.put((byte) name.length).put(name).position(named).put(system);
        return out.array();
    }

    private static byte[] sharingProtocol() {
        return new byte[] {'S', 'P', 7, 1, (byte) 0xbe, (byte) 0xef, 0};
    }

    private static byte[] extension() {
        ByteBuffer out = ByteBuffer.allocate(8 + EXTENSION.length());
        out.put(new byte[] {'E', 'R', (byte) out.capacity(), 1, (byte) EXTENSION.length(), 0, 0, 1});
        Field.text(out, EXTENSION, EXTENSION.length());
        return out.array();
    }

    private static byte[] posix(IsoNode node) {
        Attributes a = node.attributes;
        boolean directory = node instanceof IsoNode.Folder;
        long links = node instanceof IsoNode.Folder f
                ? 2
                        + f.children.stream()
                                .filter(IsoNode.Folder.class::isInstance)
                                .count()
                : 1;
        ByteBuffer out = ByteBuffer.allocate(48);
        out.put(new byte[] {'P', 'X', 36, 1});
        Field.both32(out, (directory ? MODE_DIRECTORY : MODE_FILE) | a.mode());
        Field.both32(out, links);
        Field.both32(out, a.uid());
        Field.both32(out, a.gid());
        out.put(new byte[] {'T', 'F', 12, 1, MODIFIED});
        Field.shortTime(out, a.mtime());
        return out.array();
    }

    private static byte[] alternateName(IsoNode node) {
        byte[] name = node.name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(5 + name.length);
        out.put(new byte[] {'N', 'M', (byte) out.capacity(), 1, 0}).put(name);
        return out.array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static void add(ByteArrayOutputStream out, byte[] record) {
        if (out.size() % IsoImage.SECTOR + record.length > IsoImage.SECTOR) {
            fill(out);
        }
        out.writeBytes(record);
    }

    private static void fill(ByteArrayOutputStream out) {
        out.writeBytes(new byte[-out.size() & IsoImage.SECTOR - 1]);
    }
}
