package org.atomsmith.ostree.object;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;
import org.atomsmith.ostree.gvariant.VariantType;

/**
 * What a file object says of its file besides the bytes. A file's checksum is the SHA-256 of the framed header
 * {@code (uuuusa(ayay))} followed by the file's bytes.
 *
 * @param uid owner
 * @param gid group
 * @param mode {@code st_mode}: a regular file or a symbolic link
 * @param symlinkTarget where a symbolic link points; empty for a regular file
 * @param xattrs extended attributes
 */
public record FileHeader(int uid, int gid, int mode, String symlinkTarget, Xattrs xattrs) {
    private static final VariantType TYPE = VariantType.parse("(uuuusa(ayay))");
    private static final VariantType ARCHIVED = VariantType.parse("(tuuuusa(ayay))");

    /** The framing before a header's variant: its length, big-endian, and four zeros. */
    public static final int FRAME = 8;

    /** Headers are no longer than this: they are metadata. */
    public static final int MAX_SIZE = 128 << 20;

    /** Refuses other types of file, and a target that does not fit the type. */
    public FileHeader {
        if (!FileMode.isKnown(mode) || !(FileMode.isRegular(mode) || FileMode.isSymlink(mode))) {
            throw new IllegalArgumentException(
                    "mode 0" + Integer.toOctalString(mode) + " is neither a regular file's nor a symbolic link's");
        }
        if (FileMode.isSymlink(mode) == symlinkTarget.isEmpty()) {
            throw new IllegalArgumentException("a symbolic link has a target, a regular file has none; mode 0"
                    + Integer.toOctalString(mode) + ", target '" + symlinkTarget + "'");
        }
    }

    /** root's regular file with permissions ({@code 0644}) and no attributes. */
    public static FileHeader regular(int permissions) {
        return new FileHeader(0, 0, FileMode.REGULAR | (permissions & FileMode.PERMISSIONS), "", Xattrs.NONE);
    }

    /** root's symbolic link. */
    public static FileHeader symlink(String target) {
        return new FileHeader(0, 0, FileMode.SYMLINK | 0777, target, Xattrs.NONE);
    }

    /** True for a symbolic link. */
    public boolean isSymlink() {
        return FileMode.isSymlink(mode);
    }

    /** The permission bits, set-user-ID, set-group-ID and sticky among them. */
    public int permissions() {
        return mode & FileMode.PERMISSIONS;
    }

    /** This header with another owner. */
    public FileHeader withOwner(int newUid, int newGid) {
        return new FileHeader(newUid, newGid, mode, symlinkTarget, xattrs);
    }

    /** This header with other permission bits. */
    public FileHeader withPermissions(int permissions) {
        return new FileHeader(
                uid, gid, (mode & FileMode.TYPE) | (permissions & FileMode.PERMISSIONS), symlinkTarget, xattrs);
    }

    /** This header with other attributes. */
    public FileHeader withXattrs(Xattrs newXattrs) {
        return new FileHeader(uid, gid, mode, symlinkTarget, newXattrs);
    }

    /** Owner, mode and attributes in the form that bare-user repositories keep in {@code user.ostreemeta}. */
    public DirMeta toOstreeMeta() {
        return new DirMeta(uid, gid, mode, xattrs);
    }

    /** The framed header: the beginning of the stream whose SHA-256 is the file's checksum. */
    public byte[] toBytes() {
        return frame(Variant.tuple(
                        BigEndian.u32(uid),
                        BigEndian.u32(gid),
                        BigEndian.u32(mode),
                        Variant.u32(0),
                        Variant.string(symlinkTarget),
                        xattrs.toVariant())
                .toBytes());
    }

    /** The framed header of an archive repository's {@code .filez}, which also says the file's size in bytes. */
    public byte[] toArchivedBytes(long size) {
        return frame(Variant.tuple(
                        BigEndian.u64(size),
                        BigEndian.u32(uid),
                        BigEndian.u32(gid),
                        BigEndian.u32(mode),
                        Variant.u32(0),
                        Variant.string(symlinkTarget),
                        xattrs.toVariant())
                .toBytes());
    }

    /** A SHA-256 that has taken in the framed header: the file's bytes come next. */
    public MessageDigest digest() {
        MessageDigest digest = Checksum.sha256OfContent();
        digest.update(toBytes());
        return digest;
    }

    /** The checksum of a symbolic link, or of a regular file with these bytes. */
    public Checksum checksum(byte[] content) {
        MessageDigest digest = digest();
        digest.update(content);
        return Checksum.of(digest.digest());
    }

    /**
     * Reads a header's variant (without the frame).
     *
     * @throws CorruptObjectException when it is not one
     */
    public static FileHeader parse(byte[] bytes) throws CorruptObjectException {
        try {
            return fromVariant(Variant.parse(TYPE, bytes), 0);
        } catch (VariantException | IllegalArgumentException e) {
            throw new CorruptObjectException("file header: " + e.getMessage(), e);
        }
    }

    /** A header from a {@code .filez} file, with the file's uncompressed size in bytes. */
    public record Archived(FileHeader header, long size) {}

    /**
     * Reads an archived header's variant (without the frame).
     *
     * @throws CorruptObjectException when it is not one
     */
    public static Archived parseArchived(byte[] bytes) throws CorruptObjectException {
        try {
            Variant value = Variant.parse(ARCHIVED, bytes);
            long size = BigEndian.u64(value.get(0));
            FileHeader header = fromVariant(value, 1);
            if (size < 0 || header.isSymlink() && size != 0) {
                throw new VariantException("impossible size " + size);
            }
            return new Archived(header, size);
        } catch (VariantException | IllegalArgumentException e) {
            throw new CorruptObjectException("archived file header: " + e.getMessage(), e);
        }
    }

    private static FileHeader fromVariant(Variant value, int first) {
        if (value.get(first + 3).asLong() != 0) {
            throw new VariantException("it is a device");
        }
        return new FileHeader(
                BigEndian.u32(value.get(first)),
                BigEndian.u32(value.get(first + 1)),
                BigEndian.u32(value.get(first + 2)),
                value.get(first + 4).asString(),
                Xattrs.fromVariant(value.get(first + 5)));
    }

    private static byte[] frame(byte[] variant) {
        return ByteBuffer.allocate(FRAME + variant.length)
                .putInt(variant.length)
                .putInt(0)
                .put(variant)
                .array();
    }
}
