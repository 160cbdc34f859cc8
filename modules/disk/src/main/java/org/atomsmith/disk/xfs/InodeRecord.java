package org.atomsmith.disk.xfs;

import java.nio.ByteBuffer;
import org.atomsmith.disk.tree.Directory;
import org.atomsmith.disk.tree.SpecialFile;

/** Encodes inodes: 176 bytes, the inode's own content or where that is, then its extended attributes. */
final class InodeRecord {
    /** How many bytes there are for content and attributes. */
    static final int LITERAL = Geometry.INODE - InodeRecord.CORE;

    private static final int CORE = 176;
    private static final short MAGIC = 0x494e;
    private static final byte VERSION = 3;
    private static final int DEVICE = 0;
    private static final int LOCAL = 1;
    private static final int EXTENTS = 2;
    private static final int OFFSET_UNIT = 8;
    private static final int MINOR_BITS = 18;
    /** The bitmap of the realtime section is of the newer kind. */
    private static final short NEW_BITMAP = 4;
    /** Times count nanoseconds from 1901 on. */
    private static final long BIG_TIME = 8;

    private static final long FIRST_SECOND = -(1L << 31);
    private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000_000 + FIRST_SECOND;

    private final XfsOptions options;
    private final Geometry geometry;

    InodeRecord(XfsOptions options, Geometry geometry) {
        this.options = options;
        this.geometry = geometry;
    }

    /** An inode that nothing uses. */
    byte[] unused(long index) {
        ByteBuffer record = ByteBuffer.allocate(Geometry.INODE);
        record.putShort(MAGIC).putShort((short) 0).put(VERSION);
        return finish(record, index);
    }

    /** An inode of the tree. */
    byte[] encode(PlannedInode inode) {
        ByteBuffer record = ByteBuffer.allocate(Geometry.INODE);
        boolean device = inode.inode() instanceof SpecialFile;
        boolean local =
                !device && inode.extents.isEmpty() && (inode.local.length > 0 || inode.inode() instanceof Directory);
        record.putShort(MAGIC)
                .putShort((short) (inode.type().modeBits() | inode.attributes().mode()));
        record.put(VERSION).put((byte) (device ? DEVICE : local ? LOCAL : EXTENTS));
        record.putInt(8, inode.attributes().uid()).putInt(12, inode.attributes().gid());
        record.putInt(16, inode.links);
        long made = time(options.timestamp());
        record.putLong(32, made).putLong(40, time(inode.attributes().mtime())).putLong(48, made);
        record.putLong(56, inode.size).putLong(64, inode.occupied());
        record.putInt(76, inode.extents.size()).putShort(80, (short) inode.xattrExtents.size());
        boolean localXattrs = !inode.xattrs.isEmpty() && inode.xattrs.isLocal();
        record.put(82, (byte) (inode.xattrs.offset() / OFFSET_UNIT)).put(83, (byte) (localXattrs ? LOCAL : EXTENTS));
        if (inode.index() == Numbering.REALTIME_BITMAP) {
            record.putShort(90, NEW_BITMAP);
        }
        record.putLong(120, BIG_TIME);
        record.putLong(144, made);
        byte[] content = inode.extents.isEmpty() ? inode.local : Extent.encode(inode.extents, geometry);
        if (inode.inode() instanceof SpecialFile special) {
            record.putInt(CORE, special.major() << MINOR_BITS | special.minor());
        } else {
            record.put(CORE, content);
        }
        if (!inode.xattrs.isEmpty()) {
            record.put(
                    CORE + inode.xattrs.offset(),
                    localXattrs ? inode.xattrs.local() : Extent.encode(inode.xattrExtents, geometry));
        }
        return finish(record, inode.index());
    }

    private byte[] finish(ByteBuffer record, long index) {
        long number = geometry.inodeNumber(index);
        // It has no name less than it had.
        record.putInt(96, -1);
        record.putLong(152, number);
        Seal.uuid(record, 160, options.uuid());
        return Seal.crc(record.array(), 100);
    }

    private static long time(long second) {
        return (Math.clamp(second, FIRST_SECOND, LAST_SECOND) - FIRST_SECOND) * 1_000_000_000;
    }

    /** Whether a device's numbers fit. */
    static boolean canHold(SpecialFile special) {
        return special.minor() < 1 << MINOR_BITS;
    }
}
