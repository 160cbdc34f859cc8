package org.atomsmith.solver.transaction;

import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;

/**
 * One package in one repository: the same version may be installed and available.
 *
 * @param repository the repository's id
 */
public record Member(Nevra nevra, String repository) {

    /** A package where it was found. */
    public static Member of(RpmPackage one) {
        return new Member(one.nevra(), one.location().repository());
    }

    /** Writes {@code name-evr.arch@repository}. */
    @Override
    public String toString() {
        return nevra + "@" + repository;
    }
}
