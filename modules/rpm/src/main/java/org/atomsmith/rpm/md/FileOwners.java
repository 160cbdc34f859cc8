package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.atomsmith.rpm.RpmPackage;

/**
 * Who owns a path that primary does not list. Filelists are large and rarely needed, so they are fetched only when such a
 * path is asked for; then they are indexed for this time and later ones. Thread-safe.
 */
final class FileOwners {
    /** What createrepo puts into primary: for these paths, its answer is complete. */
    private static final Pattern IN_PRIMARY = Pattern.compile("/etc/.*|.*bin/.*|/usr/lib/sendmail");

    private final PackageIndex packages;
    private final Source source;
    private Optional<OwnersIndex> index = Optional.empty();

    FileOwners(PackageIndex packages, Source source) {
        this.packages = packages;
        this.source = source;
    }

    /** Opens the index of filelists, or makes it. */
    @FunctionalInterface
    interface Source {
        OwnersIndex open() throws IOException;
    }

    /** Packages that own the path beside those that primary lists it for. */
    synchronized List<RpmPackage> of(String path) {
        if (IN_PRIMARY.matcher(path).matches()) {
            return List.of();
        }
        try {
            if (index.isEmpty()) {
                index = Optional.of(source.open());
            }
            return packages.numbered(index.get().owners(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
