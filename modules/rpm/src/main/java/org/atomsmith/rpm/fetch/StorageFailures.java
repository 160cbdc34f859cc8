package org.atomsmith.rpm.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells a full disk from other failures to write the cache. */
final class StorageFailures {
    private static final long NEARLY_NOTHING = 1 << 16;

    private StorageFailures() {}

    /** Refuses work that cannot fit, before a byte is fetched. */
    static void requireRoom(Path directory, long needed, String what) throws FetchException {
        long free = free(directory);
        if (free >= 0 && needed > free) {
            throw full(directory, needed, free, what);
        }
    }

    /**
     * The failure to report for a write that failed.
     *
     * @param needed bytes that were still to be written
     */
    static FetchException of(Path file, long needed, String what, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        long free = free(file);
        if (message.contains("No space left")
                || message.contains("quota")
                || (free >= 0 && free < Math.min(needed, NEARLY_NOTHING))) {
            return full(file, needed, Math.max(free, 0), what);
        }
        return new FetchException.Storage(
                "cannot write " + file + ": " + failure + "; the cache must be a directory that you may write",
                failure);
    }

    private static FetchException.DiskFull full(Path path, long needed, long free, String what) {
        return new FetchException.DiskFull("the disk that holds " + path + " is full: " + what + " needs "
                + FetchException.bytes(needed) + ", " + FetchException.bytes(free)
                + " are free; free some space, or put the cache on another disk (XDG_CACHE_HOME)");
    }

    /** Bytes that may be written there, or -1 where the file system does not tell. */
    private static long free(Path path) {
        for (Path p = path.toAbsolutePath(); p != null; p = p.getParent()) {
            try {
                if (Files.exists(p)) {
                    var store = Files.getFileStore(p);
                    return store.getTotalSpace() > 0 ? store.getUsableSpace() : -1;
                }
            } catch (IOException e) {
                return -1;
            }
        }
        return -1;
    }
}
