package org.atomsmith.ostree.object;

import java.nio.ByteBuffer;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;

/**
 * A directory's metadata object, {@code (uuua(ayay))}; the same form is the xattr {@code user.ostreemeta} of files in
 * bare-user repositories, so the mode may also be a file's.
 *
 * @param uid owner
 * @param gid group
 * @param mode {@code st_mode}
 * @param xattrs extended attributes
 */
public record DirMeta(int uid, int gid, int mode, Xattrs xattrs) {
    /** The type of the object. */
    public static final VariantType TYPE = VariantType.parse("(uuua(ayay))");

    /** The bytes of an object without attributes: three numbers, big-endian. */
    private static final int WITHOUT_XATTRS = 12;

    /** Refuses types of file that no object has. */
    public DirMeta {
        if (!FileMode.isKnown(mode)
                || !(FileMode.isDirectory(mode) || FileMode.isRegular(mode) || FileMode.isSymlink(mode))) {
            throw new IllegalArgumentException("mode 0" + Integer.toOctalString(mode)
                    + " is not that of a directory, regular file or symbolic link");
        }
    }

    /** root's directory with permissions ({@code 0755}) and no attributes. */
    public static DirMeta directory(int permissions) {
        return new DirMeta(0, 0, FileMode.DIRECTORY | (permissions & FileMode.PERMISSIONS), Xattrs.NONE);
    }

    /** The permission bits, set-user-ID, set-group-ID and sticky among them. */
    public int permissions() {
        return mode & FileMode.PERMISSIONS;
    }

    /** The object's bytes. */
    public byte[] toBytes() {
        return Variant.tuple(BigEndian.u32(uid), BigEndian.u32(gid), BigEndian.u32(mode), xattrs.toVariant())
                .toBytes();
    }

    /** The object's name. */
    public Checksum checksum() {
        return Checksum.digest(toBytes());
    }

    /**
     * Reads a dirmeta object.
     *
     * @throws CorruptObjectException when the bytes are not one, or describe something that is no directory
     */
    public static DirMeta parse(byte[] bytes) throws CorruptObjectException {
        DirMeta meta = parseOstreeMeta(bytes);
        if (!FileMode.isDirectory(meta.mode)) {
            throw new CorruptObjectException(
                    "dirmeta: mode 0" + Integer.toOctalString(meta.mode) + " is not a directory's");
        }
        return meta;
    }

    /**
     * Reads the xattr {@code user.ostreemeta}, of whatever type of file.
     *
     * @throws CorruptObjectException when the bytes are not in its form
     */
    public static DirMeta parseOstreeMeta(byte[] bytes) throws CorruptObjectException {
        try {
            if (bytes.length == WITHOUT_XATTRS) {
                // By far the most: no need for a reader that knows all types.
                ByteBuffer numbers = ByteBuffer.wrap(bytes);
                return new DirMeta(numbers.getInt(), numbers.getInt(), numbers.getInt(), Xattrs.NONE);
            }
            Variant value = Variant.parse(TYPE, bytes);
            return new DirMeta(
                    BigEndian.u32(value.get(0)),
                    BigEndian.u32(value.get(1)),
                    BigEndian.u32(value.get(2)),
                    Xattrs.fromVariant(value.get(3)));
        } catch (VariantException | IllegalArgumentException e) {
            throw new CorruptObjectException("dirmeta: " + e.getMessage(), e);
        }
    }
}
