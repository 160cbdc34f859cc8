package org.atomsmith.solver.transaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Finds ways out of a contradiction: what is enough to give up so that everything else can be. */
final class Solutions {
    private final Packages packages;
    private final Plan plan;
    private final Rules rules;
    private final Function<Rules, Search> searching;

    /**
     * Looks for ways out.
     *
     * @param searching begins a search under the rules that are on
     */
    Solutions(Packages packages, Plan plan, Rules rules, Function<Rules, Search> searching) {
        this.packages = packages;
        this.plan = plan;
        this.rules = rules;
        this.searching = searching;
    }

    /**
     * The faults that are enough each for itself, as things to do. Everything else that was given up stays so.
     *
     * @param faults jobs, or rules at {@code ~fault}
     * @param giveUp gives a fault up
     */
    List<Problem.Solution> of(List<Integer> faults, BitSet before, IntConsumer giveUp) {
        Set<Problem.Solution> solutions = new LinkedHashSet<>();
        BitSet given = rules.snapshot();
        for (int fault : faults) {
            rules.restore(before);
            giveUp.accept(fault);
            Search search = searching.apply(rules);
            if (search.run(false)) {
                List<Problem.Part> parts = parts(fault, search);
                if (!parts.isEmpty()) {
                    solutions.add(new Problem.Solution(parts));
                }
            }
        }
        rules.restore(given);
        return List.copyOf(solutions);
    }

    private List<Problem.Part> parts(int fault, Search search) {
        if (fault >= 0) {
            return List.of(new Problem.DropJob(plan.jobs().get(fault)));
        }
        Rule rule = rules.get(~fault);
        return switch (rule.kind()) {
            case UPDATE, FEATURE -> List.of(fate(rule.subject(), search));
            case BEST -> allowed(rule, search);
            case INFERIOR_ARCH, DUP, BLACK -> List.of(new Problem.Allow(packages.member(rule.subject())));
            default -> List.of();
        };
    }

    private Problem.Part fate(int old, Search search) {
        for (int p : packages.named(packages.get(old).name())) {
            if (p != old && search.isIn(p)) {
                return new Problem.Replace(packages.member(old), packages.member(p));
            }
        }
        return new Problem.Erase(packages.member(old));
    }

    /** What comes instead of the best. */
    private List<Problem.Part> allowed(Rule rule, Search search) {
        List<Problem.Part> parts = new ArrayList<>();
        for (int p : packages.named(packages.get(rule.literals()[0]).name())) {
            if (search.isIn(p)) {
                parts.add(new Problem.Allow(packages.member(p)));
            }
        }
        return parts;
    }
}
