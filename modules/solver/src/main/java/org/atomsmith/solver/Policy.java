package org.atomsmith.solver;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;
import org.jspecify.annotations.Nullable;

/**
 * Which of several candidates is the best for a capability. In this order: the machine's own architecture, a locked
 * version, not obsoleted by another candidate, a package of the capability's own name, the newest version of its name, the
 * highest version of the capability, the name, the package's version.
 */
final class Policy {
    private final Pool pool;
    private final Set<Nevra> preferred;
    private final boolean obsoletersWin;

    Policy(Pool pool, Set<Nevra> preferred) {
        this.pool = pool;
        this.preferred = preferred;
        this.obsoletersWin = replacesByObsoleting(pool);
    }

    /**
     * Whether a package that obsoletes another takes its place when the other is asked for. So in RPM; where an unversioned
     * provide does not answer a versioned dependency the semantics are dpkg's, whose Replaces only allows the exchange.
     */
    static boolean replacesByObsoleting(Pool pool) {
        return pool.versions().unversionedProvideMatchesVersioned();
    }

    /** The candidates for a capability, best first. */
    int[] sort(int[] candidates, Dependency.Simple capability) {
        if (candidates.length < 2) {
            return candidates;
        }
        return Arrays.stream(candidates)
                .mapToObj(candidate -> rank(candidate, candidates, capability))
                .sorted(this::compare)
                .mapToInt(Rank::variable)
                .toArray();
    }

    private record Rank(
            int variable,
            int inferiority,
            boolean unlocked,
            boolean obsoleted,
            boolean otherName,
            boolean old,
            @Nullable Evr capability) {}

    private Rank rank(int variable, int[] candidates, Dependency.Simple capability) {
        RpmPackage candidate = pool.get(variable);
        return new Rank(
                variable,
                pool.architectures().inferiority(candidate.nevra().arch()),
                !preferred.isEmpty() && !preferred.contains(candidate.nevra()),
                obsoletersWin && isObsoletedByOneOf(candidates, variable),
                !candidate.name().equals(capability.name()),
                pool.isOld(variable),
                providedVersion(candidate, capability));
    }

    private boolean isObsoletedByOneOf(int[] candidates, int variable) {
        RpmPackage candidate = pool.get(variable);
        for (int other : candidates) {
            if (pool.nameOf(other) != pool.nameOf(variable)) {
                for (Dependency.Simple obsoleted : pool.get(other).obsoletes()) {
                    if (obsoleted.name().equals(candidate.name())
                            && pool.meets(Optional.of(candidate.evr()), obsoleted)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private @Nullable Evr providedVersion(RpmPackage candidate, Dependency.Simple wanted) {
        Evr highest = null;
        for (Capability capability : candidate.provides()) {
            if (capability.evr().isPresent() && pool.versions().answers(capability, wanted)) {
                Evr evr = capability.evr().get();
                if (highest == null || pool.versions().compare(evr, highest) > 0) {
                    highest = evr;
                }
            }
        }
        return highest;
    }

    private int compare(Rank a, Rank b) {
        int c = Integer.compare(a.inferiority, b.inferiority);
        c = c != 0 ? c : Boolean.compare(a.unlocked, b.unlocked);
        c = c != 0 ? c : Boolean.compare(a.obsoleted, b.obsoleted);
        c = c != 0 ? c : Boolean.compare(a.otherName, b.otherName);
        c = c != 0 ? c : Boolean.compare(a.old, b.old);
        c = c != 0 ? c : compareProvided(a.capability, b.capability);
        RpmPackage left = pool.get(a.variable);
        RpmPackage right = pool.get(b.variable);
        c = c != 0 ? c : left.name().compareTo(right.name());
        c = c != 0 ? c : pool.versions().compare(right.evr(), left.evr());
        return c != 0 ? c : left.nevra().toString().compareTo(right.nevra().toString());
    }

    private int compareProvided(@Nullable Evr a, @Nullable Evr b) {
        if (a == null || b == null) {
            return Boolean.compare(a == null, b == null);
        }
        return pool.versions().compare(b, a);
    }
}
