package org.atomsmith.disk.vmdk;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** An identifier that is derived from a disk's content: the same disk has the same one wherever it is written. */
final class ContentId {
    private final MessageDigest digest;

    /** Begins with the size of the disk in bytes. */
    ContentId(long size) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
    }

    /** Adds a stored grain, its place on the disk included. */
    void add(ByteBuffer grain) {
        digest.update(grain);
    }

    /** The identifier of everything that was added. */
    UUID get() {
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** The 32 bits that are called CID; not one of the two values that stand for "no parent". */
    static int shortId(UUID contentId) {
        int cid = (int) contentId.getLeastSignificantBits();
        return cid >= -2 && cid < 0 ? cid & 0x7fff_ffff : cid;
    }
}
