package org.atomsmith.disk.xfs;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An extended attribute as XFS holds it.
 *
 * @param space which names it is among: 0 users', 2 the system's, 4 security modules'
 * @param name the name without its prefix
 * @param value the value in the form of the disk
 */
record Xattr(int space, byte[] name, byte[] value) {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_VALUE = 65536;
    private static final int USER = 0;
    private static final int ROOT = 2;
    private static final int SECURITY = 4;
    private static final Map<String, String> ACCESS_CONTROL = Map.of(
            "system.posix_acl_access", "SGI_ACL_FILE",
            "system.posix_acl_default", "SGI_ACL_DEFAULT");
    private static final int ACL_VERSION = 2;

    /**
     * Encodes a set of attributes.
     *
     * @param attributes values by full name, as the system calls have them
     * @param path the file, for messages
     * @throws IllegalArgumentException when XFS cannot hold one of them
     */
    static List<Xattr> of(Map<String, byte[]> attributes, String path) {
        List<Xattr> xattrs = new ArrayList<>(attributes.size());
        attributes.forEach((name, value) -> xattrs.add(of(name, value, path)));
        return xattrs;
    }

    private static Xattr of(String fullName, byte[] value, String path) {
        String acl = ACCESS_CONTROL.get(fullName);
        if (acl != null) {
            return new Xattr(ROOT, acl.getBytes(StandardCharsets.US_ASCII), acl(value, path));
        }
        int dot = fullName.indexOf('.');
        int space = switch (fullName.substring(0, Math.max(dot, 0))) {
            case "user" -> USER;
            case "trusted" -> ROOT;
            case "security" -> SECURITY;
            default -> -1;
        };
        byte[] name = fullName.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        if (space < 0 || name.length == 0 || name.length > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    path + ": XFS cannot hold an extended attribute of the name '" + fullName + "'");
        }
        if (value.length > LONGEST_VALUE) {
            throw new IllegalArgumentException(path + ": the extended attribute " + fullName + " has " + value.length
                    + " bytes, more than the " + LONGEST_VALUE + " that XFS holds");
        }
        return new Xattr(space, name, value);
    }

    /** From the form of the system calls to a count and entries of tag, id and permissions. */
    private static byte[] acl(byte[] value, String path) {
        ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int version = in.getInt();
            if (version != ACL_VERSION) {
                throw new IllegalArgumentException(
                        path + ": an access control list has the version " + version + ", not 2");
            }
            int count = in.remaining() / 8;
            ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + count * 12).putInt(count);
            while (in.hasRemaining()) {
                short tag = in.getShort();
                short permissions = in.getShort();
                out.putInt(tag & 0xffff)
                        .putInt(in.getInt())
                        .putShort(permissions)
                        .putShort((short) 0);
            }
            return out.array();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    path + ": an access control list of " + value.length + " bytes is cut short", e);
        }
    }
}
