package org.atomsmith.solver.transaction;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.solver.Formula;

/**
 * What an erased or updated package leaves behind unneeded: packages that only it brought in, directly or not, by
 * requires, recommends or supplements. What a person installed and what anything else still needs stays.
 */
final class CleanDependencies {
    private final Packages packages;
    private final Plan plan;

    CleanDependencies(Packages packages, Plan plan) {
        this.packages = packages;
        this.plan = plan;
    }

    /** Installed packages that may go. */
    BitSet unneeded() {
        BitSet unneeded = new BitSet();
        if (plan.cleanErased.isEmpty() && plan.cleanUpdated.isEmpty()) {
            return unneeded;
        }
        BitSet kept = (BitSet) packages.installed().clone();
        kept.andNot(plan.cleanErased);
        Deque<Integer> open = new ArrayDeque<>();
        plan.cleanErased.stream().forEach(open::add);
        plan.cleanUpdated.stream().forEach(open::add);
        while (!open.isEmpty()) {
            needs(open.remove(), kept, (p, wanted) -> {
                if (!plan.userInstalled.get(p)) {
                    kept.clear(p);
                    open.add(p);
                }
            });
        }
        kept.stream().filter(p -> !plan.cleanUpdated.get(p)).forEach(open::add);
        BitSet gone = (BitSet) packages.installed().clone();
        gone.andNot(kept);
        gone.andNot(plan.cleanErased);
        while (!open.isEmpty()) {
            needs(open.remove(), gone, (p, wanted) -> {
                gone.clear(p);
                open.add(p);
            });
        }
        unneeded.or(gone);
        unneeded.or(plan.cleanErased);
        return unneeded;
    }

    /** What was thought unneeded and is about to go, but is recommended by what stays, or supplements it. */
    BitSet wanted(BitSet unneeded, BitSet picked) {
        BitSet gone = (BitSet) unneeded.clone();
        gone.andNot(picked);
        gone.andNot(plan.cleanErased);
        BitSet wanted = new BitSet();
        if (!gone.isEmpty()) {
            picked.stream()
                    .filter(packages::isInstalled)
                    .forEach(p -> needs(p, gone, (q, dependency) -> wanted.set(q)));
        }
        return wanted;
    }

    /** Tells which packages of a set one package needs or wishes for. */
    private void needs(int owner, BitSet among, BiConsumer<Integer, Dependency> found) {
        RpmPackage one = packages.get(owner);
        one.requires().forEach(r -> mentioned(r.dependency(), among, found));
        one.recommends().forEach(wish -> mentioned(wish, among, found));
        for (int p : among.stream().toArray()) {
            for (Dependency condition : packages.get(p).supplements()) {
                if (among.get(p) && isAbout(condition, owner)) {
                    found.accept(p, condition);
                }
            }
        }
    }

    private boolean isAbout(Dependency condition, int owner) {
        return Formula.of(condition, packages::providers).holds(p -> p == owner);
    }

    private void mentioned(Dependency dependency, BitSet among, BiConsumer<Integer, Dependency> found) {
        mentioned(Formula.of(dependency, packages::providers), p -> {
            if (among.get(p)) {
                found.accept(p, dependency);
            }
        });
    }

    private static void mentioned(Formula formula, IntConsumer found) {
        switch (formula) {
            case Formula.AnyOf(int[] some) -> {
                for (int p : some) {
                    found.accept(p);
                }
            }
            case Formula.NoneOf _ -> {}
            case Formula.All(var parts) -> parts.forEach(part -> mentioned(part, found));
            case Formula.Either(var parts) -> parts.forEach(part -> mentioned(part, found));
        }
    }
}
