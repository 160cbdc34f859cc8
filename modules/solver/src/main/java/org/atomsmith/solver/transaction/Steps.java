package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atomsmith.solver.transaction.Transaction.Change;

/** Compares what is installed with what shall be. */
final class Steps {
    private final Packages packages;
    private final Plan plan;

    Steps(Packages packages, Plan plan) {
        this.packages = packages;
        this.plan = plan;
    }

    Transaction to(BitSet after) {
        BitSet gone = (BitSet) packages.installed().clone();
        gone.andNot(after);
        BitSet come = (BitSet) after.clone();
        come.andNot(packages.installed());
        List<Transaction.Step> steps = new ArrayList<>();
        Set<Integer> paired = new HashSet<>();
        gone.stream().forEach(old -> {
            int by = successor(old, come);
            if (by == 0) {
                steps.add(new Transaction.Erase(packages.member(old)));
            } else if (packages.sameName(old, by)) {
                paired.add(by);
                steps.add(new Transaction.Replace(change(old, by), packages.member(old), packages.member(by)));
            } else {
                steps.add(new Transaction.Obsolete(packages.member(old), packages.member(by)));
            }
        });
        come.stream()
                .filter(p -> !paired.contains(p))
                .forEach(p -> steps.add(new Transaction.Install(packages.member(p))));
        steps.sort(Comparator.comparing(Object::toString));
        return new Transaction(steps);
    }

    /** What takes a package's place: of its name first, 0 when nothing does. */
    private int successor(int old, BitSet come) {
        int[] same = come.stream()
                .filter(p -> packages.sameName(p, old)
                        && (!plan.multiversion.get(p) || packages.sameNevra(p, old))
                        && packages.replacesByName(p, old))
                .toArray();
        for (int p : same) {
            if (packages.get(p).nevra().arch().equals(packages.get(old).nevra().arch())) {
                return p;
            }
        }
        if (same.length > 0) {
            return same[0];
        }
        return come.stream()
                .filter(p -> !packages.sameName(p, old)
                        && (!plan.multiversion.get(p) || packages.is(Option.KEEP_EXPLICIT_OBSOLETES))
                        && packages.obsoletes(p, old))
                .boxed()
                .min(Comparator.comparing((Integer p) -> packages.get(p).name())
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(0);
    }

    private Change change(int old, int by) {
        int c = packages.compareVersions(old, by);
        if (c != 0) {
            return c < 0 ? Change.UPGRADE : Change.DOWNGRADE;
        }
        return packages.identical(old, by) ? Change.REINSTALL : Change.CHANGE;
    }
}
