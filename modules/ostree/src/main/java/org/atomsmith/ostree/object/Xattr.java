package org.atomsmith.ostree.object;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * One extended attribute.
 *
 * @param name with its namespace: {@code security.capability}
 * @param value raw bytes, shared and never changed
 */
public record Xattr(String name, byte[] value) {

    /** Refuses names that no kernel accepts. */
    public Xattr {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'" + name + "' is no name of an extended attribute");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Xattr that && name.equals(that.name) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return name + "=0x" + HexFormat.of().formatHex(value);
    }
}
