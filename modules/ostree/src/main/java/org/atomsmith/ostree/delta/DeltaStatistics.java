package org.atomsmith.ostree.delta;

/**
 * What a delta that was made consists of.
 *
 * @param parts how many parts it has
 * @param compressedSize bytes of all parts
 * @param uncompressedSize bytes of the objects that they make
 * @param looseSize bytes that those objects take in the repository
 * @param copied files that are made of pieces of their source
 * @param copiedBytes bytes of these that come from the source
 * @param patched files that are made by bsdiff patches
 * @param fallbacks files that are left out
 */
public record DeltaStatistics(
        int parts,
        long compressedSize,
        long uncompressedSize,
        long looseSize,
        int copied,
        long copiedBytes,
        int patched,
        int fallbacks) {}
