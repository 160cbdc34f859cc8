package org.atomsmith.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomsmith.solver.sat.Cdcl;

/**
 * A smallest set of causes that contradict each other: without any one of them the rest could be satisfied. Found by
 * leaving out one cause after the other, in rules that are known to be unsatisfiable.
 */
final class Core {
    /** So many causes are tried; beyond that an explanation is not for people anyway. */
    private static final int MOST_TRIALS = 2000;

    private Core() {}

    /** Reduces unsatisfiable rules; the result keeps their order. */
    static List<Rule> minimal(List<Rule> unsatisfiable) {
        List<Rule> core = unsatisfiable;
        Set<Cause> indispensable = new LinkedHashSet<>();
        int trials = 0;
        boolean dropped = true;
        while (dropped && trials < MOST_TRIALS) {
            dropped = false;
            for (Cause cause : causes(core).reversed()) {
                if (indispensable.contains(cause) || trials++ >= MOST_TRIALS) {
                    continue;
                }
                List<Rule> without =
                        core.stream().filter(r -> !r.cause().equals(cause)).toList();
                List<Rule> smaller = refutation(without);
                if (!smaller.isEmpty()) {
                    core = smaller;
                    dropped = true;
                    break;
                }
                indispensable.add(cause);
            }
        }
        return core;
    }

    private static List<Cause> causes(List<Rule> rules) {
        Set<Cause> causes = new LinkedHashSet<>();
        rules.forEach(r -> causes.add(r.cause()));
        return new ArrayList<>(causes);
    }

    /** Those of the rules from which a contradiction follows; empty when all of them can hold. */
    private static List<Rule> refutation(List<Rule> rules) {
        Cdcl engine = new Cdcl();
        Map<Integer, Rule> numbers = new LinkedHashMap<>();
        for (Rule rule : rules) {
            for (int literal : rule.literals()) {
                engine.variables(Math.abs(literal));
            }
            numbers.put(engine.add(rule.literals().clone()), rule);
        }
        while (true) {
            int conflict = engine.propagate();
            if (conflict != Cdcl.NONE) {
                if (!engine.learn(conflict)) {
                    BitSet used = engine.refutation();
                    return numbers.entrySet().stream()
                            .filter(e -> used.get(e.getKey()))
                            .map(Map.Entry::getValue)
                            .toList();
                }
            } else {
                int open = openChoice(engine, rules);
                if (open == 0) {
                    return List.of();
                }
                engine.decide(open);
            }
        }
    }

    private static int openChoice(Cdcl engine, List<Rule> rules) {
        for (Rule rule : rules) {
            int choice = 0;
            boolean open = true;
            for (int literal : rule.literals()) {
                int value = engine.value(literal);
                open &= value < 0 || (value == 0 && literal > 0);
                choice = value == 0 && literal > 0 && choice == 0 ? literal : choice;
            }
            if (open) {
                return choice;
            }
        }
        return 0;
    }
}
