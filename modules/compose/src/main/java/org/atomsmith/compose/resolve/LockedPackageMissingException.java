package org.atomsmith.compose.resolve;

import java.io.Serial;
import java.util.Collection;
import java.util.stream.Collectors;
import org.atomsmith.compose.lock.LockedPackage;
import org.atomsmith.rpm.RpmPackage;

/** A lockfile names a package that the repositories do not have, or have with other bytes. */
public final class LockedPackageMissingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    LockedPackageMissingException(String name, LockedPackage locked, Collection<RpmPackage> there) {
        super("the lockfile wants " + name + " " + locked.evra() + ", but the repositories have "
                + (there.isEmpty()
                        ? "no package of that name"
                        : there.stream()
                                .map(p -> p.evr() + "." + p.nevra().arch())
                                .collect(Collectors.joining(", ")))
                + "; resolve again without --lockfile, or add a repository that keeps old versions");
    }

    LockedPackageMissingException(String name, LockedPackage locked, String actual) {
        super("the lockfile wants " + name + " " + locked.evra() + " with digest "
                + locked.digest().orElse("")
                + ", but the repository has " + actual + ": it was built anew under the same version; resolve again "
                + "without --lockfile if you trust that");
    }
}
