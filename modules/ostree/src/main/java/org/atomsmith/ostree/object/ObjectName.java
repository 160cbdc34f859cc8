package org.atomsmith.ostree.object;

/** The name of an object: its type and checksum. Ordered by checksum, then type. */
public record ObjectName(ObjectType type, Checksum checksum) implements Comparable<ObjectName> {
    /** A file object's name. */
    public static ObjectName file(Checksum checksum) {
        return new ObjectName(ObjectType.FILE, checksum);
    }

    @Override
    public int compareTo(ObjectName other) {
        int order = checksum.compareTo(other.checksum);
        return order != 0 ? order : type.compareTo(other.type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectName that && type == that.type && checksum.equals(that.checksum);
    }

    @Override
    public int hashCode() {
        return checksum.hashCode() + type.ordinal();
    }

    /** As libostree writes it: {@code <checksum>.<type>}. */
    @Override
    public String toString() {
        return checksum.hex() + "." + type.extension();
    }
}
