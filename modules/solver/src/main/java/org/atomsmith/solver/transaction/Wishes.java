package org.atomsmith.solver.transaction;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.Formula;
import org.atomsmith.solver.sat.IntList;

/** What packages that are in by now recommend and suggest, and which others say that they go with them. */
final class Wishes {
    private final Packages packages;
    private final IntPredicate in;
    private final IntList trail;
    private final Map<Integer, BitSet> recommended = new HashMap<>();
    private final Map<Integer, BitSet> suggested = new HashMap<>();

    /**
     * Looks at a search as it goes.
     *
     * @param in whether a package is in by now
     * @param trail decided packages, negative where they are out
     */
    Wishes(Packages packages, IntPredicate in, IntList trail) {
        this.packages = packages;
        this.in = in;
        this.trail = trail;
    }

    /** Whether something that is in recommends the package, or it supplements what is in. */
    boolean isRecommended(int p) {
        return isSupplementing(p) || isNamed(p, true);
    }

    /** Whether something that is in suggests the package, or it enhances what is in. */
    boolean isSuggested(int p) {
        return packages.get(p).enhances().stream().anyMatch(this::holds) || isNamed(p, false);
    }

    /** Whether the package supplements what is in. */
    boolean isSupplementing(int p) {
        return packages.get(p).supplements().stream().anyMatch(this::holds);
    }

    /** Whether a dependency is met by what is in. */
    boolean holds(Dependency dependency) {
        return Formula.of(dependency, packages::providers).holds(in);
    }

    private boolean isNamed(int p, boolean recommended) {
        for (int i = 0; i < trail.size(); i++) {
            int literal = trail.get(i);
            if (literal > 0
                    && literal != packages.system()
                    && (recommended ? this.recommended : suggested)
                            .computeIfAbsent(literal, owner -> named(owner, recommended))
                            .get(p)) {
                return true;
            }
        }
        return false;
    }

    /** All packages that one recommends or suggests: what a package says does not change, and is asked for again and again. */
    private BitSet named(int owner, boolean recommended) {
        RpmPackage one = packages.get(owner);
        BitSet named = new BitSet();
        for (Dependency wish : recommended ? one.recommends() : one.suggests()) {
            mentioned(Formula.of(wish, packages::providers), named);
        }
        return named;
    }

    private static void mentioned(Formula formula, BitSet into) {
        switch (formula) {
            case Formula.AnyOf(int[] some) -> Arrays.stream(some).forEach(into::set);
            case Formula.NoneOf _ -> {
                // It asks for nothing.
            }
            case Formula.All(var parts) -> parts.forEach(part -> mentioned(part, into));
            case Formula.Either(var parts) -> parts.forEach(part -> mentioned(part, into));
        }
    }
}
