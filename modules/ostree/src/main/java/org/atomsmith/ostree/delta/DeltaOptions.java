package org.atomsmith.ostree.delta;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.ostree.sign.Signer;

/**
 * How a delta is made.
 *
 * @param minFallbackSize new files of more bytes are left out, to be fetched by themselves; 0 for none
 * @param maxBsdiffSize a file and its source of more bytes together are not compared byte by byte
 * @param maxChunkSize bytes, unpacked, after which a new part begins
 * @param bsdiff whether bsdiff patches may be used
 * @param inline whether the parts are put into the superblock
 * @param endianness the byte order of sizes
 * @param file where the superblock goes, with the parts beside it; else both go into the repository
 * @param signers who sign the superblock
 * @param timestamp seconds since 1970 that the superblock says
 */
public record DeltaOptions(
        long minFallbackSize,
        long maxBsdiffSize,
        long maxChunkSize,
        boolean bsdiff,
        boolean inline,
        Endianness endianness,
        Optional<Path> file,
        List<Signer> signers,
        long timestamp) {
    private static final long MEGABYTE = 1_000_000;

    /** libostree's own values, for a delta in the repository. */
    public static DeltaOptions standard(long timestamp) {
        return new DeltaOptions(
                4 * MEGABYTE,
                128 * MEGABYTE,
                32 * MEGABYTE,
                true,
                false,
                Endianness.LITTLE,
                Optional.empty(),
                List.of(),
                timestamp);
    }

    /** Refuses negative sizes; copies the list. */
    public DeltaOptions {
        if (minFallbackSize < 0 || maxBsdiffSize < 0 || maxChunkSize < 0) {
            throw new IllegalArgumentException("a negative size");
        }
        signers = List.copyOf(signers);
    }
}
