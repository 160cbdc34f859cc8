package org.atomsmith.compose.install;

import java.util.List;
import org.atomsmith.compose.tree.PackageTree;

/**
 * A change of a system's packages.
 *
 * @param present what is installed, in the database's order
 * @param coming in the order of installation
 * @param going those of the installed packages that are removed, or whose place another version takes
 */
record PackageChange(List<PackageTree> present, List<PackageTree> coming, List<PackageTree> going) {
    PackageChange {
        present = List.copyOf(present);
        coming = List.copyOf(coming);
        going = List.copyOf(going);
    }

    /** Packages that are installed into an empty system. */
    static PackageChange installing(List<PackageTree> packages) {
        return new PackageChange(List.of(), packages, List.of());
    }
}
