package org.atomsmith.disk.tree;

/**
 * A device, pipe or socket.
 *
 * @param kind which of them
 * @param major the device's major number, 0 for pipes and sockets
 * @param minor the device's minor number, 0 for pipes and sockets
 */
public record SpecialFile(Attributes attributes, Kind kind, int major, int minor) implements Inode {

    /** The kinds of special files. */
    public enum Kind {
        /** A character device. */
        CHARACTER,
        /** A block device. */
        BLOCK,
        /** A named pipe. */
        PIPE,
        /** A socket. */
        SOCKET
    }

    /** Refuses numbers that Linux cannot hold: 12 bits of major, 20 of minor. */
    public SpecialFile {
        if (major < 0 || major > 0xfff || minor < 0 || minor > 0xfffff) {
            throw new IllegalArgumentException("no device has the numbers " + major + ":" + minor);
        }
    }
}
