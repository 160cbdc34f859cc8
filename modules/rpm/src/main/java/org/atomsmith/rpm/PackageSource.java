package org.atomsmith.rpm;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Packages that can be looked up: one repository or several together. Lookups are what the solver asks, so that a source
 * with tens of thousands of packages only has to read those that a question reaches.
 */
public interface PackageSource {

    /** How versions compare here. */
    VersionScheme versions();

    /** Names of all packages. */
    Set<String> names();

    /** Packages of that name, every version, in the repository's order. */
    Collection<RpmPackage> named(String name);

    /** Packages that provide a capability of that name or hold a file at that path, whatever the version. */
    Collection<RpmPackage> providing(String capability);

    /** Packages that a system of this kind always has. */
    Collection<RpmPackage> essential();

    /** Packages with supplements or enhances, which no other package names. */
    List<RpmPackage> reverseWeak();

    /** Every package. Reads all of the metadata. */
    List<RpmPackage> packages();
}
