package org.atomsmith.compose.install;

import java.io.IOException;
import java.util.List;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.Step;

/** In which order packages are unpacked and their scriptlets run. */
sealed interface InstallationOrder permits GroupedOrder, SuccessiveOrder {

    /** Adds what scriptlets need to a finished system that is to be changed. */
    void prepare(FileTree system);

    /** Runs what comes before the first package; whether there was anything. */
    boolean begin() throws IOException;

    /** Passes over a group that is installed already. */
    void passOver(List<PackageTree> group) throws IOException;

    /** Installs a group of packages. */
    void install(List<PackageTree> packages) throws IOException;

    /**
     * Removes installed packages, what they configured as well. Somebody asked for it: a scriptlet that refuses or fails
     * does not prevent it.
     */
    void remove(List<PackageTree> packages, Step step) throws IOException;

    /** Exchanges an installed package for another version. */
    void replace(PackageTree old, PackageTree by, Step step) throws IOException;

    /** Runs what comes once, when all packages are there. */
    void triggers(Step step) throws IOException;
}
