package org.atomsmith.disk.xfs;

/** The hash by which names of files and of attributes are found. */
final class NameHash {
    private NameHash() {}

    /** Seven bits for each byte, the last one lowest. */
    static int of(byte[] name) {
        int hash = 0;
        for (byte b : name) {
            hash = Integer.rotateLeft(hash, 7) ^ (b & 0xff);
        }
        return hash;
    }
}
