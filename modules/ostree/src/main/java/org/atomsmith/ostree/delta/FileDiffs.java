package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;

/** Works out how a file is best made of its source. Thread-safe. */
final class FileDiffs {
    /** A recipe that is not this much shorter than the file, compressed, is not worth it. */
    private static final double WORTHWHILE = 0.85;
    /** What compression makes of a file, roughly. */
    private static final double COMPRESSION = 0.40;

    private final Repository repository;
    private final DeltaOptions options;

    FileDiffs(Repository repository, DeltaOptions options) {
        this.repository = repository;
        this.options = options;
    }

    /** True when the two are compared byte by byte, in memory. */
    private boolean isCompared(long sourceSize, long size) {
        return options.bsdiff() && sourceSize + size <= options.maxBsdiffSize();
    }

    /** Bytes of memory that {@link #recipe} takes, roughly. */
    long memory(long sourceSize, long size) {
        return isCompared(sourceSize, size) ? 6 * sourceSize + 2 * size : RollingMatches.MEMORY;
    }

    /** The recipe; empty when the file itself is no longer. */
    Optional<Recipe> recipe(Checksum source, long sourceSize, Checksum file, long size) throws IOException {
        if (!isCompared(sourceSize, size)) {
            return rolling(source, file);
        }
        byte[] old = read(source, sourceSize);
        byte[] content = read(file, size);
        Segments segments = Differ.align(old, content);
        Recipe.Cost cost = Recipe.Cost.of(old, content, segments);
        if (cost.least() > WORTHWHILE * COMPRESSION * size + Checksum.SIZE) {
            return Optional.empty();
        }
        return Optional.of(Recipe.of(cost, old, content, segments));
    }

    private Optional<Recipe> rolling(Checksum source, Checksum file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment old = Source.load(repository, source, arena);
            MemorySegment content = Source.load(repository, file, arena);
            return RollingMatches.recipe(old, content).map(Recipe.class::cast);
        }
    }

    private byte[] read(Checksum checksum, long size) throws IOException {
        try (ContentObject object = repository.openContent(checksum)) {
            return object.stream().readNBytes(Math.toIntExact(size));
        }
    }
}
