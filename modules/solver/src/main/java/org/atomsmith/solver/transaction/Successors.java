package org.atomsmith.solver.transaction;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Which packages may come after an installed one, of those that its update rule names. */
record Successors(Packages packages, Plan plan) {

    /** Those that the jobs aim at; in a distribution upgrade, what a repository has goes before what is only installed. */
    List<Integer> fitting(int old, List<Integer> candidates) {
        List<Integer> targeted = targeted(old, candidates);
        if (!plan.isDup(old)) {
            return targeted;
        }
        List<Integer> offered = targeted.stream()
                .filter(p -> plan.dup.get(p) || (plan.dupAll && !packages.isInstalled(p)))
                .toList();
        return offered.isEmpty() ? targeted : offered;
    }

    /** Those that the jobs aim at, all where they name none. */
    List<Integer> targeted(int old, List<Integer> candidates) {
        BitSet targets = plan.targets.get(old);
        return targets == null
                ? candidates
                : candidates.stream().filter(targets::get).toList();
    }

    /** In the same order, those of the installed package's name before the others. */
    List<Integer> sameNameFirst(int old, List<Integer> ordered) {
        return ordered.stream()
                .sorted(Comparator.comparing(p -> !packages.sameName(p, old)))
                .toList();
    }
}
