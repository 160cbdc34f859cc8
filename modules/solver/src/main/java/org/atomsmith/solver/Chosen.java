package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;

/** A model that somebody else found: which packages are in it, and which of their wishes it grants. */
final class Chosen implements IntPredicate {
    private final Pool pool;
    private final Rules rules;
    private final Encoder encoder;
    private final BitSet packages = new BitSet();
    private final List<Integer> byName = new ArrayList<>();

    Chosen(Pool pool, Rules rules, Encoder encoder, Set<Nevra> chosen) {
        this.pool = pool;
        this.rules = rules;
        this.encoder = encoder;
        for (Nevra one :
                chosen.stream().sorted(Comparator.comparing(Nevra::toString)).toList()) {
            for (int version : pool.named(one.name())) {
                if (pool.get(version).nevra().equals(one)) {
                    packages.set(version);
                    byName.add(version);
                }
            }
        }
    }

    /** Writes the rules of all packages. */
    void write() {
        byName.forEach(encoder::writePackage);
    }

    @Override
    public boolean test(int variable) {
        return pool.isPackage(variable)
                ? packages.get(variable)
                : rules.meaning(variable).holds(packages::get);
    }

    /**
     * Packages that are recommended by others or supplement them, with each such reason; and all that answer what others
     * require, since more than one may have been chosen for it.
     *
     * @param weak whether weak dependencies are followed
     */
    Collection<Map.Entry<Integer, Cause>> wishes(boolean weak) {
        Needs needs = new Needs(encoder, packages);
        List<Map.Entry<Integer, Cause>> wishes = new ArrayList<>();
        for (int owner : byName) {
            RpmPackage one = pool.get(owner);
            for (int i = 0; i < one.requires().size(); i++) {
                Cause cause = new Cause.Requires(owner, i, one.requires().get(i).dependency());
                needs.every(owner, one.requires().get(i).dependency()).forEach(v -> wishes.add(Map.entry(v, cause)));
            }
            if (!weak) {
                continue;
            }
            for (Dependency wish : one.recommends()) {
                // A part of a rich wish may have come true alone.
                needs.every(owner, wish).forEach(v -> wishes.add(Map.entry(v, new Cause.Weak(owner, wish))));
            }
            for (Dependency condition : one.supplements()) {
                wishes.add(Map.entry(owner, new Cause.Supplements(owner, condition)));
            }
        }
        return wishes;
    }
}
