package org.atomsmith.disk.read.block;

/** A run of a disk's bytes, and where the image has them. */
public sealed interface Extent {

    /** How many of the disk's bytes, 1 or more. */
    long length();

    /** Zeros that are not stored. */
    record Zeros(long length) implements Extent {}

    /**
     * Bytes that are stored as they are.
     *
     * @param position where in the image
     */
    record Stored(long length, long position) implements Extent {}

    /**
     * Bytes that are stored compressed.
     *
     * @param length how many of the unpacked bytes belong to the disk, counted from the first
     * @param position where the compressed bytes begin
     * @param packed how many there are at most: what follows the compressed ones is ignored
     */
    record Packed(long length, long position, int packed) implements Extent {}
}
