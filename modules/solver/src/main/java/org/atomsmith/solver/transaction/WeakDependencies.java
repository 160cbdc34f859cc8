package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.solver.Formula;
import org.atomsmith.solver.transaction.Search.Outcome;

/**
 * Follows recommends of new packages, and installs what supplements the system now and did not before, as far as nothing
 * stands against it.
 */
final class WeakDependencies {
    private final Packages packages;
    private final Plan plan;
    private final Preference preference;
    private final Wishes wishes;
    private final Search search;

    WeakDependencies(Packages packages, Plan plan, Preference preference, Wishes wishes, Search search) {
        this.packages = packages;
        this.plan = plan;
        this.preference = preference;
        this.wishes = wishes;
        this.search = search;
    }

    /** Decides for one round of wishes; {@link Outcome#AGAIN} when something came in, {@link Outcome#DONE} when all is settled. */
    Outcome settle() {
        Set<Integer> recommended = new LinkedHashSet<>();
        for (List<Integer> wish : openRecommends()) {
            recommended.addAll(wish);
        }
        List<Integer> supplementing = openSupplements();
        recommended.removeIf(this::isUnwanted);
        supplementing.removeIf(this::isUnwanted);
        Set<Integer> all = new LinkedHashSet<>(recommended);
        all.addAll(supplementing);
        if (all.isEmpty()) {
            return Outcome.DONE;
        }
        Set<Integer> best = new LinkedHashSet<>(all.size() == 1 ? all : preference.best(new ArrayList<>(all), true));
        supplementing.removeIf(p -> !best.contains(p));
        for (int p : preference.supplementing(supplementing, wishes)) {
            if (search.isOpen(p)) {
                Outcome outcome = search.decide(p);
                if (outcome != Outcome.DONE) {
                    return outcome;
                }
            }
        }
        for (List<Integer> wish : openRecommends()) {
            List<Integer> candidates = wish.stream()
                    .filter(p -> best.contains(p) && search.isOpen(p))
                    .toList();
            boolean met = wish.stream().anyMatch(search::isIn);
            if (!met && !candidates.isEmpty()) {
                List<Integer> ordered = candidates.size() > 1 ? preference.ordered(candidates, wishes) : candidates;
                Outcome outcome = search.choose(ordered);
                if (outcome != Outcome.DONE) {
                    return outcome;
                }
            }
        }
        return Outcome.AGAIN;
    }

    private boolean isUnwanted(int p) {
        return plan.excludeFromWeak.get(p)
                || plan.favour.getOrDefault(p, 0) < 0
                || (plan.dupAll && packages.isInstalled(p) && plan.dropOrphaned.get(p));
    }

    /** Candidates of each recommendation that is not met. */
    private List<List<Integer>> openRecommends() {
        List<List<Integer>> open = new ArrayList<>();
        if (packages.is(Option.IGNORE_RECOMMENDED)) {
            return open;
        }
        for (int i = 0; i < search.trail().size(); i++) {
            int literal = search.trail().get(i);
            if (literal > 0
                    && literal != packages.system()
                    && (packages.is(Option.ADD_ALREADY_RECOMMENDED) || !packages.isInstalled(literal))) {
                for (Dependency wish : packages.get(literal).recommends()) {
                    if (!packages.is(Option.ONLY_NAMESPACE_RECOMMENDED) || packages.isNamespace(wish)) {
                        candidates(wish, open);
                    }
                }
            }
        }
        return open;
    }

    private void candidates(Dependency wish, List<List<Integer>> open) {
        for (int[] clause : Clauses.of(Formula.of(wish, packages::providers))) {
            boolean met = Arrays.stream(clause).anyMatch(l -> l > 0 ? search.isIn(l) : !search.isIn(-l));
            List<Integer> candidates = Arrays.stream(clause)
                    .filter(l -> l > 0 && search.isOpen(l))
                    .boxed()
                    .toList();
            if (!met && !candidates.isEmpty()) {
                open.add(candidates);
            }
        }
    }

    private List<Integer> openSupplements() {
        List<Integer> open = new ArrayList<>();
        if (packages.is(Option.IGNORE_RECOMMENDED)) {
            return open;
        }
        for (int p = 1; p <= packages.count(); p++) {
            if (!packages.get(p).supplements().isEmpty()
                    && search.isOpen(p)
                    && packages.isInstallable(p)
                    && supplementsNow(p)) {
                open.add(p);
            }
        }
        return open;
    }

    private boolean supplementsNow(int p) {
        for (Dependency condition : packages.get(p).supplements()) {
            if ((!packages.is(Option.ONLY_NAMESPACE_RECOMMENDED) || packages.isNamespace(condition))
                    && wishes.holds(condition)) {
                if (packages.is(Option.ADD_ALREADY_RECOMMENDED) || !heldBefore(p)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean heldBefore(int p) {
        return packages.get(p).supplements().stream()
                .anyMatch(c -> Formula.of(c, packages::providers)
                        .holds(q -> packages.isInstalled(q) || q == packages.system()));
    }
}
