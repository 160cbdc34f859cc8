package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.atomsmith.linux.FileSystemStatus;
import org.atomsmith.linux.LinuxFiles;

/**
 * How much a transaction may write so that {@code [core] min-free-space-percent} or {@code min-free-space-size} stays
 * free. Thread-safe.
 */
final class FreeSpace {
    private final String rule;
    private final AtomicLong left;

    private FreeSpace(String rule, long left) {
        this.rule = rule;
        this.left = new AtomicLong(left);
    }

    /** Looks at the file system of a repository. */
    static FreeSpace of(Repository repository) throws IOException {
        RepositoryConfig config = repository.config();
        FileSystemStatus status = LinuxFiles.fileSystem(repository.path());
        String size = config.file().get("core", "min-free-space-size").orElse("");
        if (!size.isEmpty()) {
            return new FreeSpace("min-free-space-size '" + size + "'", status.availableBytes() - bytes(size));
        }
        String percent = config.file().get("core", "min-free-space-percent").orElse("3");
        long reserve = status.totalBytes() / 100 * percent(percent);
        return reserve == 0
                ? new FreeSpace("", Long.MAX_VALUE)
                : new FreeSpace("min-free-space-percent '" + percent + "%'", status.availableBytes() - reserve);
    }

    /** {@code 500MB}, {@code 1GB}, {@code 2TB}: powers of 1024. */
    private static long bytes(String text) throws IOException {
        String upper = text.toUpperCase(Locale.ROOT);
        int shift = upper.endsWith("MB") ? 20 : upper.endsWith("GB") ? 30 : upper.endsWith("TB") ? 40 : -1;
        try {
            if (shift < 0) {
                throw new NumberFormatException(text);
            }
            return Math.multiplyExact(Long.parseUnsignedLong(upper.substring(0, upper.length() - 2)), 1L << shift);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new RepositoryException(
                    "Invalid min-free-space-size '" + text + "': it is a number and MB, GB or TB", e);
        }
    }

    private static int percent(String text) throws IOException {
        try {
            int percent = Integer.parseInt(text);
            if (percent >= 0 && percent <= 99) {
                return percent;
            }
        } catch (NumberFormatException e) {
            throw new RepositoryException("Invalid min-free-space-percent '" + text + "'", e);
        }
        throw new RepositoryException("Invalid min-free-space-percent '" + text + "'");
    }

    /**
     * Takes the room for a file that is about to be written.
     *
     * @throws RepositoryException when too little would stay free
     */
    void take(long bytes) throws RepositoryException {
        long after = left.addAndGet(-bytes);
        if (after < 0) {
            throw new RepositoryException(
                    rule + " would be exceeded, at least " + ((-after + 999_999) / 1_000_000) + " MB more required");
        }
    }
}
