package org.atomsmith.ostree.object;

import java.util.Comparator;

/** The name of an object: its type and checksum. Ordered by checksum, then type. */
public record ObjectName(ObjectType type, Checksum checksum) implements Comparable<ObjectName> {
    private static final Comparator<ObjectName> ORDER =
            Comparator.comparing(ObjectName::checksum).thenComparing(ObjectName::type);

    /** A file object's name. */
    public static ObjectName file(Checksum checksum) {
        return new ObjectName(ObjectType.FILE, checksum);
    }

    @Override
    public int compareTo(ObjectName other) {
        return ORDER.compare(this, other);
    }

    /** As libostree writes it: {@code <checksum>.<type>}. */
    @Override
    public String toString() {
        return checksum.hex() + "." + type.extension();
    }
}
