package org.atomsmith.solver;

import org.atomsmith.rpm.Dependency;

/** What a rule says in the packages' own terms. Rules of the same cause stand and fall together in an explanation. */
sealed interface Cause {

    /** The user's request number {@code index}. */
    record Asked(int index, Dependency dependency) implements Cause {}

    /** The source marks packages of that name as essential. */
    record EssentialName(String name) implements Cause {}

    /** The package is there already and stays. */
    record Installed(int self) implements Cause {}

    /** A hard dependency of a package, the {@code index}-th that it lists. */
    record Requires(int owner, int index, Dependency dependency) implements Cause {}

    /** A conflict that a package declares. */
    record Conflicts(int owner, int index, Dependency dependency) implements Cause {}

    /** A package obsoletes another by name. */
    record Obsoletes(int owner, int index, Dependency.Simple dependency) implements Cause {}

    /** Two versions of one name. */
    record SameName(int owner, int other) implements Cause {}

    /** The user excluded the name. */
    record Excluded(int owner) implements Cause {}

    /** The lockfile says another version. */
    record NotLocked(int owner) implements Cause {}

    /** A weak dependency, to be met where possible. */
    record Weak(int owner, Dependency dependency) implements Cause {}

    /** A package's own wish to go with what is installed. */
    record Supplements(int self, Dependency dependency) implements Cause {}
}
