package org.atomsmith.disk.ext4;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Access control lists: the system calls give them in one form (version 2, every entry with an id), ext4 stores them in
 * another (version 1, ids only for named users and groups).
 */
final class PosixAcl {
    private static final int SYSCALL_VERSION = 2;
    private static final int DISK_VERSION = 1;
    private static final int NAMED_USER = 0x02;
    private static final int NAMED_GROUP = 0x08;

    private PosixAcl() {}

    /**
     * Turns the value that getxattr gives into the one that ext4 stores.
     *
     * @throws IllegalArgumentException when the value is not an access control list
     */
    static byte[] toDisk(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(value.length).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int version = in.getInt();
            if (version != SYSCALL_VERSION) {
                throw new IllegalArgumentException("an access control list has the version " + version + ", not 2");
            }
            out.putInt(DISK_VERSION);
            while (in.hasRemaining()) {
                short tag = in.getShort();
                short permissions = in.getShort();
                int id = in.getInt();
                out.putShort(tag).putShort(permissions);
                if (tag == NAMED_USER || tag == NAMED_GROUP) {
                    out.putInt(id);
                }
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("an access control list of " + value.length + " bytes is cut short", e);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
